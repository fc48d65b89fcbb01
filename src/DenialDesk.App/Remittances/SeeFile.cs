using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.X12;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Remittances;

/// <summary>What became of a file.</summary>
public sealed record FileView
{
    public required long FileId { get; init; }

    public required string Name { get; init; }

    public required long SizeBytes { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string State { get; init; }

    public required int ImportMilliseconds { get; init; }

    /// <summary>The archive it came in; null when it came by itself.</summary>
    public string? Archive { get; init; }

    /// <summary>Scans of the paper it was entered from.</summary>
    public required IReadOnlyList<FileScanView> Scans { get; init; }

    /// <summary>In the order of the file; those of practices the reader does not see are left out.</summary>
    public required IReadOnlyList<FileTransactionView> Transactions { get; init; }

    public required IReadOnlyList<FileProblemView> Problems { get; init; }

    /// <summary>When the same bytes came again.</summary>
    public required IReadOnlyList<FileArrivalView> Arrivals { get; init; }
}

/// <summary>One transaction of a file; the facts of the remittance are there when it was posted or had been posted before.</summary>
public sealed record FileTransactionView(
    int Ordinal, string State, string? Reason, string ControlNumber, int? PracticeId, string? Practice, long? RemittanceId, long? RemittanceFileId, string? Payer, string? Trace,
    DateOnly? Date, int Claims, decimal Charge, decimal Paid, decimal Plb, decimal? Payment, string? Balance, decimal? Difference, int Denials, decimal Denied);

/// <summary>Something odd, where it stands and what it means.</summary>
public sealed record FileProblemView(string Severity, string Address, string Sentence);

/// <summary>An attached scan.</summary>
public sealed record FileScanView(long ScanId, string Name);

/// <summary>A later arrival of the same bytes.</summary>
public sealed record FileArrivalView(DateTimeOffset At, string Name, string Source);

/// <summary>The report of one file.</summary>
public sealed class SeeFile(DeskSource database, TimeProvider clock)
{
    /// <summary>Which file.</summary>
    public sealed record Input
    {
        public required long FileId { get; init; }
    }

    /// <summary>The report; null when there is no such file for this person.</summary>
    public async Task<FileView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var transactions = await TransactionsAsync(connection, input.FileId, actor.PracticeScope, cancellation);
        // By primary key.
        await using var command = new NpgsqlCommand("select name, size_bytes, source, received_at, state, import_ms, received_by, archive_name from inbound_file where file_id = $1", connection);
        command.Parameters.AddWithValue(input.FileId);
        FileView view;
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await rows.ReadAsync(cancellation)) { return null; }

            var own = !await rows.IsDBNullAsync(6, cancellation) && rows.GetGuid(6) == actor.UserId;
            if (actor.PracticeIds is not null && !own && !transactions.Exists(t => t.PracticeId is not null)) { return null; }

            view = new()
            {
                FileId = input.FileId,
                Name = rows.GetString(0),
                SizeBytes = rows.GetInt64(1),
                Source = rows.GetString(2),
                ReceivedAt = rows.GetFieldValue<DateTimeOffset>(3),
                State = rows.GetString(4),
                ImportMilliseconds = rows.GetInt32(5),
                Transactions = transactions,
                Problems = [],
                Arrivals = [],
                Archive = rows.Maybe<string>(7),
                Scans = [],
            };
        }

        await ReadLog.AppendAsync(database, actor, clock.GetUtcNow(), new("read.file", "file", input.FileId.ToString(CultureInfo.InvariantCulture)), cancellation);
        return view with { Problems = await ProblemsAsync(connection, input.FileId, transactions, actor, cancellation), Arrivals = await ArrivalsAsync(connection, input.FileId, cancellation), Scans = await ScansAsync(connection, input.FileId, cancellation) };
    }

    private static async Task<List<FileScanView>> ScansAsync(NpgsqlConnection connection, long fileId, CancellationToken cancellation)
    {
        // By scan_file.
        await using var command = new NpgsqlCommand("select scan_id, name from scan where file_id = $1 order by scan_id", connection);
        command.Parameters.AddWithValue(fileId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<FileScanView>();
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetInt64(0), rows.GetString(1))); }

        return found;
    }

    private static async Task<List<FileTransactionView>> TransactionsAsync(NpgsqlConnection connection, long fileId, int[]? practices, CancellationToken cancellation)
    {
        // By the primary keys of file_transaction and remittance.
        await using var command = new NpgsqlCommand(
            """
            select t.ordinal, t.state, t.reason, t.control_number, t.practice_id, p.name, t.remittance_id, r.file_id, y.name, r.trace_number, r.remit_date,
                   coalesce(r.claims, 0), coalesce(r.charge, 0), coalesce(r.paid, 0), coalesce(r.plb, 0), r.bpr_amount, r.balance_state, r.difference,
                   coalesce(r.denials, 0), coalesce(r.denied_amount, 0)
            from file_transaction t
            left join practice p on p.practice_id = t.practice_id
            left join remittance r on r.practice_id = t.practice_id and r.remittance_id = t.remittance_id
            left join payer y on y.payer_id = r.payer_id
            where t.file_id = $1 and ($2::int[] is null or t.practice_id is null or t.practice_id = any($2))
            order by t.ordinal
            """,
            connection);
        command.Parameters.AddWithValue(fileId);
        command.Parameters.Add(new() { Value = (object?)practices ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<FileTransactionView>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetString(1), rows.Maybe<string>(2), rows.GetString(3), rows.MaybeValue<int>(4), rows.Maybe<string>(5), rows.MaybeValue<long>(6),
                rows.MaybeValue<long>(7), rows.Maybe<string>(8), rows.Maybe<string>(9), rows.MaybeValue<DateOnly>(10), rows.GetInt32(11), rows.GetDecimal(12), rows.GetDecimal(13),
                rows.GetDecimal(14), rows.MaybeValue<decimal>(15), rows.Maybe<string>(16), rows.MaybeValue<decimal>(17), rows.GetInt32(18), rows.GetDecimal(19)));
        }

        return found;
    }

    /// <summary>Problems of transactions the reader does not see are left out.</summary>
    private static async Task<List<FileProblemView>> ProblemsAsync(
        NpgsqlConnection connection, long fileId, List<FileTransactionView> seen, Actor actor, CancellationToken cancellation)
    {
        // By primary key; the ordinals of a file's 835s and of its STs differ when other kinds stand between, so the place decides.
        await using var command = new NpgsqlCommand(
            """
            select p.severity, p.sentence, p.interchange, p.function_group, p.transaction, p.segment, p.byte_offset, p.element, p.component
            from file_problem p
            where p.file_id = $1
              and ($2 or p.transaction = 0 or exists (select 1 from file_transaction t where t.file_id = $1 and t.transaction = p.transaction and t.ordinal = any($3)))
            order by p.ordinal limit 500
            """,
            connection);
        command.Parameters.AddWithValue(fileId);
        command.Parameters.AddWithValue(actor.PracticeIds is null);
        command.Parameters.AddWithValue(seen.Select(t => t.Ordinal).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<FileProblemView>();
        while (await rows.ReadAsync(cancellation))
        {
            var at = new Location(rows.GetInt32(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetInt32(5), 0, rows.GetInt64(6), rows.GetInt32(7), rows.GetInt32(8));
            found.Add(new(rows.GetString(0), at.ToString(), rows.GetString(1)));
        }

        return found;
    }

    private static async Task<List<FileArrivalView>> ArrivalsAsync(NpgsqlConnection connection, long fileId, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand("select arrived_at, name, source from file_arrival where file_id = $1 order by arrival_id desc limit 50", connection);
        command.Parameters.AddWithValue(fileId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<FileArrivalView>();
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetFieldValue<DateTimeOffset>(0), rows.GetString(1), rows.GetString(2))); }

        return found;
    }
}
