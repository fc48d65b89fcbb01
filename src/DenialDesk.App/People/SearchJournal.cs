using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.People;

/// <summary>Everything that was done to, and everybody who saw, the denials of one patient or claim: changes and views in one list, the newest first.</summary>
public sealed class SearchJournal(DeskSource database)
{
    /// <summary>Denials one search looks at; more than that is no search for a patient.</summary>
    public const int MostDenials = 200;

    /// <summary>What to look for.</summary>
    public sealed record Input
    {
        /// <summary>An account number, a payer's claim number, or part of a patient's name.</summary>
        public required string Text { get; init; }

        /// <summary>Part of the name of the person who acted.</summary>
        public string? Who { get; init; }

        /// <summary>First and last day by the desk's own clock, inclusive.</summary>
        public DateOnly? From { get; init; }

        public DateOnly? To { get; init; }

        public int Take { get; init; } = 500;
    }

    /// <summary>The lines, and how many denials they are about.</summary>
    public sealed record Result(IReadOnlyList<JournalLine> Lines, int Denials);

    /// <summary>Searches.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeJournal);
        var (denials, claims, answers) = await FindAsync(input.Text, actor, cancellation);
        if (denials.Length == 0) { return new([], 0); }

        // Served by journal_subject, journal_denials, read_journal_subject and read_journal_shown.
        await using var command = database.CreateCommand(
            """
            select id, at, practice_id, actor_name, action, subject_kind, subject_id, old, new from (
                select journal_id as id, at, practice_id, actor_name, action, subject_kind, subject_id, old::text as old, new::text as new
                from journal where (subject_kind = 'denial' and subject_id = any($1)) or (subject_kind = 'claim' and subject_id = any($2)) or (subject_kind = 'appeal' and subject_id = any($13))
                union all
                select j.journal_id, j.at, j.practice_id, j.actor_name, j.action, 'denial', d::text, journal_about(j.old, d)::text, journal_about(j.new, d)::text
                from journal j cross join unnest($4) d
                where j.subject_kind = 'denials' and journal_denials(j.new) && $4 and d = any(journal_denials(j.new))
                union all
                select read_id, at, practice_id, actor_name, action, subject_kind, subject_id, null, null
                from read_journal
                where (subject_kind = 'denial' and subject_id = any($1)) or (subject_kind = 'claim' and action = 'read.match' and subject_id = any($2)) or (subject_kind = 'appeal' and subject_id = any($13))
                   or (subject_kind = 'claim' and action <> 'read.match' and subject_id = any($3))
                union all
                select read_id, at, practice_id, actor_name, action, subject_kind, subject_id, null, 'in a list of ' || cardinality(shown)
                from read_journal
                where (shown && $4 and action in ('read.queue', 'read.queue_exported', 'read.preview', 'read.preview_exported'))
                   or (shown && $5 and action in ('read.unmatched', 'read.unmatched_exported')) or (shown && $6 and action = 'read.remittance')) j
            where ($7::text is null or actor_name ilike '%' || $7 || '%') and ($8::date is null or at >= $8::timestamp at time zone $10)
              and ($9::date is null or at < ($9 + 1)::timestamp at time zone $10) and ($11::int[] is null or practice_id is null or practice_id = any($11))
            order by at desc, id desc limit $12
            """);
        foreach (var ids in new[] { denials, claims, answers }) { Add(command, Array.ConvertAll(ids, i => i.ToString(CultureInfo.InvariantCulture)), NpgsqlDbType.Array | NpgsqlDbType.Text); }

        foreach (var ids in new[] { denials, claims, answers }) { Add(command, ids, NpgsqlDbType.Array | NpgsqlDbType.Bigint); }

        Add(command, string.IsNullOrWhiteSpace(input.Who) ? null : input.Who.Trim().Replace("%", "", StringComparison.Ordinal), NpgsqlDbType.Text);
        Add(command, input.From, NpgsqlDbType.Date);
        Add(command, input.To, NpgsqlDbType.Date);
        Add(command, await Queue.DeskDay.ZoneAsync(database, actor, cancellation), NpgsqlDbType.Text);
        Add(command, actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(command, Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        Add(command, await AppealsAsync(denials, cancellation), NpgsqlDbType.Array | NpgsqlDbType.Text);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<JournalLine>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Line(rows)); }

        return new(found, denials.Length);
    }

    private async Task<(long[] Denials, long[] Claims, long[] Answers)> FindAsync(string text, Actor actor, CancellationToken cancellation)
    {
        var words = text.Trim().ToLowerInvariant().Replace(", ", " ", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        if (words.Length < 2) { return ([], [], []); }

        // Served by denial_search_words, then the denials by key.
        await using var command = database.CreateCommand(
            """
            select d.denial_id, d.claim_id, d.adjudication_id from denial_search w join denial d using (practice_id, denial_id)
            where w.search like '%' || $1 || '%' and ($2::int[] is null or w.practice_id = any($2)) limit $3
            """);
        command.Parameters.AddWithValue(words);
        Add(command, actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        command.Parameters.AddWithValue(MostDenials);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(long Denial, long Claim, long Answer)>();
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2))); }

        return ([.. found.Select(f => f.Denial)], [.. found.Select(f => f.Claim).Distinct()], [.. found.Select(f => f.Answer).Distinct()]);
    }

    /// <summary>The appeals about these denials: their letters and steps are journalled under the appeal.</summary>
    private async Task<string[]> AppealsAsync(long[] denials, CancellationToken cancellation)
    {
        // appeal_denial_denial, one lookup a practice and denial.
        await using var command = database.CreateCommand("select distinct m.appeal_id from practice p join appeal_denial m on m.practice_id = p.practice_id and m.denial_id = any($1)");
        Add(command, denials, NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await rows.ReadAsync(cancellation)) { found.Add(rows.GetInt64(0).ToString(CultureInfo.InvariantCulture)); }

        return [.. found];
    }

    private static JournalLine Line(NpgsqlDataReader rows) => new(
        rows.GetInt64(0), rows.GetFieldValue<DateTimeOffset>(1), rows.IsDBNull(2) ? null : rows.GetInt32(2), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetString(6),
        rows.IsDBNull(7) ? null : rows.GetString(7), rows.IsDBNull(8) ? null : rows.GetString(8));

    private static void Add(NpgsqlCommand command, object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
