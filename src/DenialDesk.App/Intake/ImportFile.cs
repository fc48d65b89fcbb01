using System.Diagnostics;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>
/// Takes one file in: kept whole, read, and every remittance in it posted once, all in one transaction. A bad remittance inside a good file
/// waits in quarantine and the rest posts. However often, from wherever and however wrapped the same content comes, it takes effect once.
/// </summary>
public sealed class ImportFile(DeskSource database, LoadCodeBook codes, TimeProvider clock, ArchiveLimits? archives = null)
{
    /// <summary>Where a file came from.</summary>
    public enum Source
    {
        Upload,
        Folder,
        Command,
        Api,
        Demo,

        /// <summary>A paper remittance, entered by hand.</summary>
        Manual,

        /// <summary>A list of denials from a practice-management system.</summary>
        Csv,
    }

    /// <summary>A file to take in.</summary>
    public sealed record Input
    {
        /// <summary>The bytes; read once, from where the stream stands.</summary>
        public required Stream Content { get; init; }

        /// <summary>What the sender called it; shown to people, never used as a path.</summary>
        public required string Name { get; init; }

        public required Source Source { get; init; }

        /// <summary>The largest file taken, in bytes (200 MB).</summary>
        public long LimitBytes { get; init; } = 200L * 1024 * 1024;

        /// <summary>Why nothing of it may post yet; it is then kept in quarantine with this sentence. Null: it may.</summary>
        public string? Hold { get; init; }

        /// <summary>False when many files come in a row and the caller ranks once at the end.</summary>
        public bool Rank { get; init; } = true;
    }

    /// <summary>Imports the file; a bad file is a report, never an exception.</summary>
    public async Task<ImportReport> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        var watch = Stopwatch.StartNew();
        var name = NameOf(input.Name);
        var taking = ImportParts.Begin("taken in and hashed");
        await using var spool = await Spool.TakeAsync(input.Content, input.LimitBytes, cancellation);
        taking?.Dispose();
        if (spool is null)
        {
            return new() { FileId = 0, Name = name, State = FileState.Unreadable, Sentence = $"The file is larger than {input.LimitBytes / (1024 * 1024)} MB and was not taken. Split it and send the parts." };
        }

        var arrival = new Arrival(name, input.Source.ToString().ToLowerInvariant(), spool, actor, clock.GetUtcNow(), input.Rank, watch) { Hold = input.Hold };
        return Wrappings.Of(await spool.HeadAsync(Wrappings.HeadBytes, cancellation)) == Wrapping.None
            ? await PostOnceAsync(arrival, cancellation)
            : await PostArchiveAsync(arrival, input.LimitBytes, cancellation);
    }

    /// <summary>Every file of the archive posts by itself; a break in between is mended by sending the archive again.</summary>
    private async Task<ImportReport> PostArchiveAsync(Arrival archive, long limitBytes, CancellationToken cancellation)
    {
        await using var unpacked = await Unpacked.OpenAsync(archive.Spool, archive.Name, archives ?? ArchiveLimits.Default, limitBytes, cancellation);
        var reports = new List<ImportReport>();
        foreach (var entry in unpacked.Entries)
        {
            reports.Add(await PostOnceAsync(archive with { Name = NameOf(entry.Name), Spool = entry.Spool, Archive = archive }, cancellation));
        }

        var kept = unpacked.Refusals.Count > 0 ? await KeepAsync(archive, unpacked.Refusals, cancellation) : null;
        return ArchiveReport.Of(archive.Name, reports, unpacked.Refusals, kept);
    }

    private async Task<ImportReport> KeepAsync(Arrival archive, List<string> refusals, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await QueueUpAsync(connection, transaction, cancellation);
        var known = await KnownFileAsync(connection, transaction, archive.Spool.Sha256, cancellation);
        if (known is { } before) { await NoteArrivalAsync(connection, transaction, archive, before.FileId, cancellation); }

        var fileId = known?.FileId ?? await KeptArchive.KeepAsync(connection, transaction, archive, refusals, cancellation);
        await transaction.CommitAsync(cancellation);
        return known is { } again ? Again(archive, again) : new() { FileId = fileId, Name = archive.Name, State = FileState.Unreadable, Sentence = refusals[0] };
    }

    private async Task<ImportReport> PostOnceAsync(Arrival arrival, CancellationToken cancellation)
    {
        try
        {
            return await PostAsync(arrival, cancellation);
        }
        catch (NpgsqlException)
        {
            // The answer to a commit may be lost while the commit is not: the file's own hash tells, a blind retry would not.
            if (await FindAsync(arrival, cancellation) is { } saved) { return saved; }

            throw;
        }
    }

    private async Task<ImportReport> PostAsync(Arrival arrival, CancellationToken cancellation)
    {
        // Reading comes first, outside the transaction: it can take seconds, and a lock held meanwhile would stop other imports.
        var first = ImportParts.Begin("first pass and packing");
        var (packing, scanning) = (FilePieces.PackAsync(arrival.Spool, cancellation), TransactionScan.RunAsync(arrival.Spool.Reread(), cancellation: cancellation));
        await Task.WhenAll(packing, scanning);
        var scan = await scanning;
        first?.Dispose();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await QueueUpAsync(connection, transaction, cancellation);
        var book = await codes.RunAsync(cancellation);
        if (await KnownFileAsync(connection, transaction, arrival.Spool.Sha256, cancellation) is { } known)
        {
            await NoteArrivalAsync(connection, transaction, arrival, known.FileId, cancellation);
            await transaction.CommitAsync(cancellation);
            return Again(arrival, known);
        }

        var report = arrival.Hold is { } reason
            ? await HeldFile.KeepAsync(connection, transaction, arrival, scan, reason, cancellation)
            : await new FilePosting(database, connection, transaction, book, arrival, scan, await packing).RunAsync(cancellation);
        if (arrival.Archive is { } archive) { await NoteArchiveAsync(connection, transaction, report.FileId, archive, cancellation); }

        using var committing = ImportParts.Begin("commit");
        await transaction.CommitAsync(cancellation);
        return report;
    }

    private static string NameOf(string name)
        => Path.GetFileName(name.Replace('\\', '/')) is { Length: > 0 } file ? file[..Math.Min(file.Length, 200)] : "unnamed";

    private static async Task NoteArchiveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, Arrival archive, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("update inbound_file set archive_name = $2, archive_sha256 = $3 where file_id = $1", connection, transaction);
        command.Parameters.AddWithValue(fileId);
        command.Parameters.AddWithValue(archive.Name);
        command.Parameters.AddWithValue(archive.Spool.Sha256);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// One import posts at a time: claims, payers and practices are then found or made without a race, and two copies of one file cannot
    /// both be new. Waiting here is wanted, so the session's short lock limit is lifted for this transaction.
    /// </summary>
    internal static async Task QueueUpAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select set_config('lock_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '300s', true); select pg_advisory_xact_lock(776002)",
            connection,
            transaction)
        { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<KnownFile?> KnownFileAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, byte[] sha256, CancellationToken cancellation)
    {
        // Served by the unique key on sha256.
        await using var command = new NpgsqlCommand("select file_id, received_at, state from inbound_file where sha256 = $1", connection, transaction);
        command.Parameters.AddWithValue(sha256);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? new(rows.GetInt64(0), rows.GetFieldValue<DateTimeOffset>(1), FilePosting.StateOf(rows.GetString(2))) : null;
    }

    private static async Task NoteArrivalAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Arrival arrival, long fileId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into file_arrival (file_id, arrived_at, name, source, received_by) values ($1, $2, $3, $4, $5)", connection, transaction);
        command.Parameters.AddWithValue(fileId);
        command.Parameters.AddWithValue(arrival.At);
        command.Parameters.AddWithValue(arrival.Name);
        command.Parameters.AddWithValue(arrival.Source);
        command.Parameters.Add(new() { Value = (object?)arrival.Actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await command.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(connection, transaction, arrival.Actor, arrival.At, cancellation, new JournalEntry("file.came_again", "file", $"{fileId}"));
    }

    /// <summary>After an unclear commit: the file as the database has it, or null when nothing of it is there.</summary>
    private async Task<ImportReport?> FindAsync(Arrival arrival, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select file_id, state, claims, denials, denied_amount, problems from inbound_file where sha256 = $1", connection);
        command.Parameters.AddWithValue(arrival.Spool.Sha256);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return null; }

        return new()
        {
            FileId = rows.GetInt64(0),
            Name = arrival.Name,
            State = FilePosting.StateOf(rows.GetString(1)),
            Claims = rows.GetInt32(2),
            Denials = rows.GetInt32(3),
            DeniedAmount = rows.GetDecimal(4),
            Problems = rows.GetInt32(5),
            Sentence = "The connection broke while the file was being saved, but it is saved.",
        };
    }

    private sealed record KnownFile(long FileId, DateTimeOffset ReceivedAt, FileState State)
    {
        public string Sentence => $"Already received on {ReceivedAt:yyyy-MM-dd}" + State switch
        {
            FileState.Quarantined => ", and it still waits in quarantine. Nothing of it is posted.",
            FileState.Rejected => ", and a person rejected it. Nothing of it is posted.",
            FileState.Unreadable => ", and it could not be read then either. Nothing of it is posted.",
            FileState.PartlyPosted => "; a part of it still waits in quarantine. Nothing was posted twice.",
            _ => ". Nothing was posted twice.",
        };
    }

    private static ImportReport Again(Arrival arrival, KnownFile known) => new()
    {
        FileId = known.FileId,
        Name = arrival.Name,
        State = FileState.AlreadyReceived,
        FirstReceivedAt = known.ReceivedAt,
        StillUnposted = known.State is FileState.Quarantined or FileState.Rejected or FileState.Unreadable,
        Sentence = known.Sentence,
    };
}

/// <summary>One arrival on its way in.</summary>
internal sealed record Arrival(string Name, string Source, Spool Spool, Actor Actor, DateTimeOffset At, bool Rank, Stopwatch Watch)
{
    /// <summary>The archive it came in, or null.</summary>
    public Arrival? Archive { get; init; }

    /// <summary>Why nothing of it may post yet, or null.</summary>
    public string? Hold { get; init; }
}
