using System.Text.Json;
using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Data;

/// <summary>One thing that happened.</summary>
/// <param name="Action">What, as subject.verb: "denial.assigned".</param>
/// <param name="SubjectKind">To what kind of thing.</param>
/// <param name="SubjectId">Its id; never a name or an account number.</param>
/// <param name="PracticeId">The practice it belongs to; null for the installation itself.</param>
/// <param name="Old">The state before, where there was one.</param>
/// <param name="New">The state after, where there is one.</param>
/// <param name="CommandId">The caller's command, where there was one.</param>
internal sealed record JournalEntry(
    string Action, string SubjectKind, string SubjectId, int? PracticeId = null, object? Old = null, object? New = null, Guid? CommandId = null);

/// <summary>Writes the journal. Always in the transaction of the change it tells of: no journal, no change. What is written together is sealed together at the commit.</summary>
internal static class Journal
{
    private const int Many = 1_000;

    /// <summary>Adds entries inside the caller's transaction.</summary>
    public static async Task AppendAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Actor actor, DateTimeOffset at, CancellationToken cancellation, params JournalEntry[] entries)
    {
        if (entries.Length == 0) { return; }

        // Row-level security refuses COPY; behind the wall nobody writes so many.
        if (entries.Length >= Many && PracticeWall.Practices is null)
        {
            await CopyAsync(connection, transaction, actor, at, entries, cancellation);
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            insert into journal (group_id, at, actor_id, actor_name, practice_id, action, subject_kind, subject_id, old, new, command_id)
            select g.id, $1, $2, $3, x.practice_id, x.action, x.subject_kind, x.subject_id, x.old::jsonb, x.new::jsonb, x.command_id
            from (select nextval('journal_group_seq') as id offset 0) g cross join unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::uuid[]) with ordinality
                 as x (practice_id, action, subject_kind, subject_id, old, new, command_id, n) order by x.n
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = at }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
                Column(entries, e => e.PracticeId, NpgsqlDbType.Integer), Column(entries, e => e.Action, NpgsqlDbType.Text), Column(entries, e => e.SubjectKind, NpgsqlDbType.Text),
                Column(entries, e => e.SubjectId, NpgsqlDbType.Text), Column(entries, e => Json(e.Old), NpgsqlDbType.Text), Column(entries, e => Json(e.New), NpgsqlDbType.Text),
                Column(entries, e => e.CommandId, NpgsqlDbType.Uuid),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The same entry with its states written out, for large ones that are made while the database does something else.</summary>
    public static JournalEntry Written(JournalEntry entry) => entry with { Old = Ready(entry.Old), New = Ready(entry.New) };

    private static WrittenState? Ready(object? state) => Json(state) is { } json ? new(json) : null;

    /// <summary>Thousands of entries at once, by COPY: they get their ids, and so their place in the seal, in the order given.</summary>
    private static async Task CopyAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Actor actor, DateTimeOffset at, JournalEntry[] entries, CancellationToken cancellation)
    {
        await using var next = new NpgsqlCommand("select nextval('journal_group_seq')", connection, transaction);
        var group = (long)(await next.ExecuteScalarAsync(cancellation))!;
        await using var copy = await BulkCopy.IntoAsync(
            connection, "journal (group_id, at, actor_id, actor_name, practice_id, action, subject_kind, subject_id, old, new, command_id)", cancellation);
        foreach (var e in entries)
        {
            copy.Row().Long(group).At(at).Id(actor.UserId).Text(actor.Name).Int(e.PracticeId).Text(e.Action).Text(e.SubjectKind).Text(e.SubjectId).Json(Json(e.Old)).Json(Json(e.New)).Id(e.CommandId);
        }

        await copy.DoneAsync(cancellation);
    }

    private static NpgsqlParameter Column<T>(JournalEntry[] entries, Converter<JournalEntry, T> value, NpgsqlDbType type)
        => new() { Value = Array.ConvertAll(entries, value), NpgsqlDbType = NpgsqlDbType.Array | type };

    private static string? Json(object? value) => value is null or WrittenState ? (value as WrittenState)?.Json : JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    /// <summary>A state that is JSON already.</summary>
    private sealed record WrittenState(string Json);
}
