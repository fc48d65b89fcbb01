using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Remittances;

/// <summary>A file that came in. Claims, denials and dollars are those of the practices the reader sees.</summary>
public sealed record FileListRow(
    long FileId, string Name, string Kind, string State, string Source, DateTimeOffset ReceivedAt, int Transactions, long Posted, long Claims, long Denials, decimal Denied, int Problems);

/// <summary>The files, newest first.</summary>
public sealed class ListFiles(DeskSource database)
{
    /// <summary>Filters, all optional, as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>Written name of a file state.</summary>
        public string? State { get; init; }

        /// <summary>Part of the file's name.</summary>
        public string? Text { get; init; }

        /// <summary>Files older than this one: the keyset of the next page.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 50;
    }

    /// <summary>One page.</summary>
    public async Task<IReadOnlyList<FileListRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        // By primary key backwards; the sums by remittance_file. A file that no practice was found in is seen by whoever sent it.
        await using var command = database.CreateCommand(
            """
            select f.file_id, f.name, f.kind, f.state, f.source, f.received_at, f.transactions, s.posted, s.claims, s.denials, s.denied, f.problems
            from inbound_file f
            cross join lateral (
                select count(*) as posted, coalesce(sum(r.claims), 0) as claims, coalesce(sum(r.denials), 0) as denials, coalesce(sum(r.denied_amount), 0) as denied
                from remittance r where r.file_id = f.file_id and ($5::int[] is null or r.practice_id = any($5))) s
            where ($1::text is null or f.state = $1) and ($2::text is null or position(lower($2) in lower(f.name)) > 0) and ($3::bigint is null or f.file_id < $3)
              and ($5::int[] is null or f.received_by = $6 or exists (select 1 from file_transaction t where t.file_id = f.file_id and t.practice_id = any($5)))
            order by f.file_id desc limit $4
            """);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(Blank(input.State), NpgsqlDbType.Text);
        Add(Blank(input.Text), NpgsqlDbType.Text);
        Add(input.Before, NpgsqlDbType.Bigint);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(actor.UserId, NpgsqlDbType.Uuid);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<FileListRow>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5), rows.GetInt32(6),
                rows.GetInt64(7), rows.GetInt64(8), rows.GetInt64(9), rows.GetDecimal(10), rows.GetInt32(11)));
        }

        return found;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
