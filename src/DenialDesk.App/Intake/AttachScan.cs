using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>Keeps the scan of a paper remittance beside the draft it belongs to. What it is, is told from its first bytes, not from its name.</summary>
public sealed class AttachScan(DeskSource database, TimeProvider clock)
{
    /// <summary>The largest scan taken, in bytes.</summary>
    public const long LimitBytes = 20L * 1024 * 1024;

    /// <summary>A scan.</summary>
    public sealed record Input
    {
        public required Stream Content { get; init; }

        public required string Name { get; init; }
    }

    /// <summary>A refusal, or the kept scan.</summary>
    public sealed record Result(Refusal? Refusal, ScanRow? Scan = null);

    /// <summary>Keeps it.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        if (actor.UserId is not { } user) { return new(new Refusal("scan_person", "Only a person attaches a scan.")); }

        await using var spool = await Spool.TakeAsync(input.Content, LimitBytes, cancellation);
        if (spool is null) { return new(new Refusal("scan_large", "The scan is larger than 20 MB. Scan it in black and white or with fewer dots, and attach it again.")); }

        if (TypeOf(await spool.HeadAsync(8, cancellation)) is not { } type) { return new(new Refusal("scan_kind", "This is no PDF, PNG or JPG. Save the scan as one of these and attach it again.")); }

        var name = Path.GetFileName(input.Name.Replace('\\', '/'));
        name = name[..Math.Min(name.Length, 200)];
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "insert into scan (user_id, name, content_type, size_bytes, sha256, attached_at) values ($1, $2, $3, $4, $5, $6) returning scan_id", connection, transaction);
        foreach (var value in new object[] { user, name, type, spool.Length, spool.Sha256, clock.GetUtcNow() }) { command.Parameters.Add(new() { Value = value }); }

        var id = (long)(await command.ExecuteScalarAsync(cancellation))!;
        await FilePieces.StoreAsync(connection, PieceShelf.Scans, id, spool.Reread(), cancellation);
        await Journal.AppendAsync(connection, transaction, actor, clock.GetUtcNow(), cancellation, new JournalEntry("scan.attached", "scan", $"{id}"));
        await transaction.CommitAsync(cancellation);
        return new(null, new(id, name, spool.Length));
    }

    private static string? TypeOf(ReadOnlySpan<byte> head)
        => head.StartsWith("%PDF-"u8) ? "application/pdf"
            : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg" : null;
}
