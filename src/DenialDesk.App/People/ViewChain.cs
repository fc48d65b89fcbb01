using System.Buffers.Binary;
using System.Security.Cryptography;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>What a walk along the chain of views found.</summary>
/// <param name="Views">Sealed views looked at.</param>
/// <param name="Head">Where the chain of views stands: its next checkpoint.</param>
/// <param name="Unsealed">Views that are newer than the last seal.</param>
public sealed record ViewVerdict(long Views, JournalCheckpoint Head, long Unsealed)
{
    /// <summary>A database from before views were chained.</summary>
    public static ViewVerdict None { get; } = new(0, new(0, ""), 0);
}

/// <summary>Walks the chain of the journal of views (0055), as <see cref="JournalChain"/> does the journal's, inside the same look at the database.</summary>
internal static class ViewChain
{
    /// <summary>Holds every view against its seal, every seal against the one before, and the chain against the checkpoints given.</summary>
    public static async Task<ViewVerdict> VerifyAsync(NpgsqlConnection connection, IEnumerable<JournalCheckpoint> checkpoints, List<string> faults, CancellationToken cancellation)
    {
        await using var there = new NpgsqlCommand("select to_regclass('read_seal') is not null", connection);
        if (await there.ExecuteScalarAsync(cancellation) is not true) { return ViewVerdict.None; }

        var known = checkpoints.Where(c => c.SealNo > 0).ToLookup(c => c.SealNo, c => c.Hash);
        var (views, last, till) = await WalkAsync(connection, known, faults, cancellation);
        foreach (var lost in known.Where(k => k.Key > last.SealNo))
        {
            faults.Add($"A checkpoint names seal {lost.Key} of views, but the last one is seal {last.SealNo}: the newest views were cut off.");
        }

        return new(views, last, await HeadAsync(connection, last, till, faults, cancellation));
    }

    private static async Task<(long Views, JournalCheckpoint Last, long Till)> WalkAsync(
        NpgsqlConnection connection, ILookup<long, string> known, List<string> faults, CancellationToken cancellation)
    {
        // Both by primary key.
        await using var command = new NpgsqlCommand(
            """
            select s.seal_no, s.after_id, s.last_id, s.entries, s.content, s.hash, r.n, coalesce(read_content(s.after_id, s.last_id), '\x')
            from read_seal s left join lateral (select count(*)::int as n from read_journal r where r.read_id > s.after_id and r.read_id <= s.last_id) r on true
            order by s.seal_no
            """,
            connection)
        { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var (views, no, till, before) = (0L, 0L, 0L, Array.Empty<byte>());
        while (await rows.ReadAsync(cancellation))
        {
            var (seal, after, last, count, content, hash) =
                (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt32(3), rows.GetFieldValue<byte[]>(4), rows.GetFieldValue<byte[]>(5));
            if (seal != no + 1) { faults.Add($"Seals {no + 1} to {seal - 1} of views are missing: they were removed."); }

            if (rows.GetInt32(6) != count || !content.AsSpan().SequenceEqual(rows.GetFieldValue<byte[]>(7)))
            {
                faults.Add($"The views of seal {seal} (numbers {after + 1} to {last}) are not as they were sealed: {count} then, {rows.GetInt32(6)} now; they were changed, removed, moved or added to.");
            }

            if (after != till || !hash.AsSpan().SequenceEqual(Next(before, (seal, after, last), count, content)))
            {
                faults.Add($"Seal {seal} of views does not follow from the one before it: seals were changed, removed or put in another order.");
            }

            if (known[seal].Any(k => k != Convert.ToHexStringLower(hash))) { faults.Add($"Seal {seal} of views is not the one that a checkpoint names: the journal of views was rewritten before it."); }

            (views, no, till, before) = (views + rows.GetInt32(6), seal, last, hash);
        }

        return (views, new(no, Convert.ToHexStringLower(before)), till);
    }

    /// <summary>The hash of a seal, as the database makes it.</summary>
    private static byte[] Next(byte[] before, (long No, long After, long Last) seal, int views, byte[] content)
    {
        var text = new byte[before.Length + 28 + content.Length];
        before.CopyTo(text, 0);
        var rest = text.AsSpan(before.Length);
        BinaryPrimitives.WriteInt64BigEndian(rest, seal.No);
        BinaryPrimitives.WriteInt64BigEndian(rest[8..], seal.After);
        BinaryPrimitives.WriteInt64BigEndian(rest[16..], seal.Last);
        BinaryPrimitives.WriteInt32BigEndian(rest[24..], views);
        content.CopyTo(rest[28..]);
        return SHA256.HashData(text);
    }

    /// <summary>Holds the head against the last seal; tells how many views are newer.</summary>
    private static async Task<long> HeadAsync(NpgsqlConnection connection, JournalCheckpoint last, long till, List<string> faults, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select h.seal_no, encode(h.hash, 'hex'), h.last_id, (select count(*) from read_journal where read_id > $1) from (select 1) x left join read_head h on true", connection)
        { Parameters = { new() { Value = till } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        if (rows.IsDBNull(0)) { faults.Add("The head of the journal of views is gone."); }
        else if (new JournalCheckpoint(rows.GetInt64(0), rows.GetString(1)) != last || rows.GetInt64(2) != till)
        {
            faults.Add($"The head names seal {rows.GetInt64(0)} of views, but the last seal is {last.SealNo}: the newest seals of views or their head were changed.");
        }

        return rows.GetInt64(3);
    }
}
