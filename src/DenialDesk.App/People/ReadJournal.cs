using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.People;

/// <summary>One line of the journal.</summary>
public sealed record JournalLine(long Id, DateTimeOffset At, int? PracticeId, string Who, string Action, string SubjectKind, string SubjectId, string? Old, string? New);

/// <summary>The journal, newest first, by who, what, which and when.</summary>
public sealed class ReadJournal(DeskSource database)
{
    /// <summary>Which lines; every filter is optional.</summary>
    public sealed record Input
    {
        /// <summary>Part of a person's name.</summary>
        public string? Who { get; init; }

        /// <summary>The beginning of an action, e.g. "denial."; one that begins with "read." asks for views and exports, which are kept beside the changes.</summary>
        public string? Action { get; init; }

        public string? SubjectKind { get; init; }

        public string? SubjectId { get; init; }

        /// <summary>First and last day by the desk's own clock, inclusive.</summary>
        public DateOnly? From { get; init; }

        public DateOnly? To { get; init; }

        /// <summary>Lines older than this one: the keyset of the next page.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 50;
    }

    private const string Changes = "select journal_id, at, practice_id, actor_id, actor_name, action, subject_kind, subject_id, old::text, new::text from journal";

    private const string OfOneDenial =
        """
         union all
        select journal_id, at, practice_id, actor_id, actor_name, action, 'denial', $11::text, journal_about(old, $11)::text, journal_about(new, $11)::text
        from journal where subject_kind = 'denials' and journal_denials(new) && array[$11]
         union all
        select journal_id, at, practice_id, actor_id, actor_name, action, 'denial', $11::text, old::text, new::text
        from journal where subject_kind = 'appeal' and subject_id in (select m.appeal_id::text from practice p join appeal_denial m on m.practice_id = p.practice_id and m.denial_id = $11)
        """;

    /// <summary>One page.</summary>
    public async Task<IReadOnlyList<JournalLine>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeJournal);
        // By primary key backwards; a subject is served by journal_subject and journal_denials, or read_journal_subject.
        var lines = input.Action?.StartsWith("read.", StringComparison.Ordinal) == true
            ? "select read_id as journal_id, at, practice_id, actor_id, actor_name, action, subject_kind, subject_id, null as old, array_to_string(shown[:12], ', ') || case when cardinality(shown) > 12 then ' …' else '' end as new from read_journal"
            : Changes + (AboutDenial(input) is null ? "" : OfOneDenial);
        await using var command = database.CreateCommand(
            $"""
            select journal_id, at, practice_id, actor_name, action, subject_kind, subject_id, old, new from ({lines}) j
            where ($1::text is null or actor_name ilike '%' || $1 || '%') and ($2::text is null or action like $2 || '%')
              and ($3::text is null or subject_kind = $3) and ($4::text is null or subject_id = $4)
              and ($5::date is null or at >= $5::timestamp at time zone $10) and ($6::date is null or at < ($6 + 1)::timestamp at time zone $10) and ($7::bigint is null or journal_id < $7)
              and ($9::int[] is null or practice_id is null or practice_id = any($9))
            order by journal_id desc limit $8
            """);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        foreach (var text in new[] { Blank(input.Who), Blank(input.Action), Blank(input.SubjectKind), Blank(input.SubjectId) }) { Add(text, NpgsqlDbType.Text); }

        Add(input.From, NpgsqlDbType.Date);
        Add(input.To, NpgsqlDbType.Date);
        Add(input.Before, NpgsqlDbType.Bigint);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(await Queue.DeskDay.ZoneAsync(database, actor, cancellation), NpgsqlDbType.Text);
        Add(AboutDenial(input), NpgsqlDbType.Bigint);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<JournalLine>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetFieldValue<DateTimeOffset>(1), rows.IsDBNull(2) ? null : rows.GetInt32(2), rows.GetString(3), rows.GetString(4), rows.GetString(5),
                rows.GetString(6), rows.IsDBNull(7) ? null : rows.GetString(7), rows.IsDBNull(8) ? null : rows.GetString(8)));
        }

        return found;
    }

    /// <summary>The denial that is asked about, of which entries about a thousand of them, and those of its appeals, tell too.</summary>
    private static long? AboutDenial(Input input)
        => (Blank(input.SubjectKind) ?? "denial") == "denial" && long.TryParse(Blank(input.SubjectId), System.Globalization.CultureInfo.InvariantCulture, out var denial) ? denial : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Replace("%", "", StringComparison.Ordinal);
}
