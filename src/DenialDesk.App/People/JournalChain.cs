using System.Buffers.Binary;
using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Walks the journal's chain of any database, the desk's own or one restored from a backup. Reads as of one moment, in constant memory, and changes nothing.</summary>
internal static class JournalChain
{
    private const int Told = 100;

    /// <summary>Holds every entry against its seal, every seal against the one before, and the chain against the checkpoints given.</summary>
    public static Task<JournalVerdict> VerifyAsync(NpgsqlDataSource database, IEnumerable<JournalCheckpoint> checkpoints, CancellationToken cancellation)
        => VerifyAsync(database, checkpoints, [], cancellation);

    /// <summary>The same, with checkpoints of the chain of views.</summary>
    public static async Task<JournalVerdict> VerifyAsync(
        NpgsqlDataSource database, IEnumerable<JournalCheckpoint> checkpoints, IEnumerable<JournalCheckpoint> views, CancellationToken cancellation)
    {
        var known = checkpoints.Where(c => c.SealNo > 0).ToLookup(c => c.SealNo, c => c.Hash);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var faults = new List<string>();
        var (entries, last) = await WalkAsync(connection, known, faults, cancellation);
        foreach (var lost in known.Where(k => k.Key > last.SealNo))
        {
            faults.Add($"A checkpoint names seal {lost.Key}, but the last one is seal {last.SealNo}: the newest entries were cut off.");
        }

        await HeadAsync(connection, last, faults, cancellation);
        await UnsealedAsync(connection, faults, cancellation);
        var seen = await ViewChain.VerifyAsync(connection, views, faults, cancellation);
        await moment.CommitAsync(cancellation);
        return new(entries, last, [.. faults.Take(Told)]) { Views = seen };
    }

    private static async Task<(long Entries, JournalCheckpoint Last)> WalkAsync(
        NpgsqlConnection connection, ILookup<long, string> known, List<string> faults, CancellationToken cancellation)
    {
        // By primary key; each seal's entries by journal_group.
        await using var command = new NpgsqlCommand(
            """
            select s.seal_no, s.entries, s.content, s.hash, j.n, j.first, j.last, coalesce(journal_content(s.group_id), '\x')
            from journal_seal s left join lateral (select count(*)::int as n, min(journal_id) as first, max(journal_id) as last from journal j where j.group_id = s.group_id) j on true
            order by s.seal_no
            """,
            connection)
        { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var (entries, no, before) = (0L, 0L, Array.Empty<byte>());
        while (await rows.ReadAsync(cancellation))
        {
            var (seal, count, content, hash) = (rows.GetInt64(0), rows.GetInt32(1), rows.GetFieldValue<byte[]>(2), rows.GetFieldValue<byte[]>(3));
            if (seal != no + 1) { faults.Add($"Seals {no + 1} to {seal - 1} are missing: they were removed."); }

            if (rows.GetInt32(4) != count || !content.AsSpan().SequenceEqual(rows.GetFieldValue<byte[]>(7))) { faults.Add(Changed(rows, seal, count)); }

            if (!hash.AsSpan().SequenceEqual(Next(before, seal, count, content))) { faults.Add($"Seal {seal} does not follow from the one before it: seals were changed, removed or put in another order."); }

            if (known[seal].Any(k => k != Convert.ToHexStringLower(hash))) { faults.Add($"Seal {seal} is not the one that a checkpoint names: the journal was rewritten before it."); }

            (entries, no, before) = (entries + rows.GetInt32(4), seal, hash);
        }

        return (entries, new(no, Convert.ToHexStringLower(before)));
    }

    private static string Changed(NpgsqlDataReader rows, long seal, int count)
        => rows.IsDBNull(5)
            ? $"The {count} entries of seal {seal} were removed."
            : $"The entries of seal {seal} (numbers {rows.GetInt64(5)} to {rows.GetInt64(6)}) are not as they were sealed: {count} then, {rows.GetInt32(4)} now; they were changed, removed, moved or added to.";

    /// <summary>The hash of a seal, as the database makes it at a commit (migration 0018).</summary>
    private static byte[] Next(byte[] before, long seal, int entries, byte[] content)
    {
        var text = new byte[before.Length + 12 + content.Length];
        before.CopyTo(text, 0);
        BinaryPrimitives.WriteInt64BigEndian(text.AsSpan(before.Length), seal);
        BinaryPrimitives.WriteInt32BigEndian(text.AsSpan(before.Length + 8), entries);
        content.CopyTo(text, before.Length + 12);
        return SHA256.HashData(text);
    }

    private static async Task HeadAsync(NpgsqlConnection connection, JournalCheckpoint last, List<string> faults, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select seal_no, encode(hash, 'hex') from journal_head", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { faults.Add("The head of the journal is gone."); }
        else if (new JournalCheckpoint(rows.GetInt64(0), rows.GetString(1)) is var head && head != last)
        {
            faults.Add($"The head names seal {head.SealNo}, but the last seal is {last.SealNo}{(head.SealNo == last.SealNo ? " with another hash" : "")}: the newest seals or the head were changed.");
        }
    }

    private static async Task UnsealedAsync(NpgsqlConnection connection, List<string> faults, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select count(*), min(journal_id) from journal j where not exists (select 1 from journal_seal s where s.group_id = j.group_id)", connection)
        { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        if (rows.GetInt64(0) is > 0 and var count)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{count} entries have no seal, the first is number {rows.GetInt64(1)}: they were written past the desk, or their seals were removed."));
        }
    }
}
