using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>What a verification of the journal found.</summary>
/// <param name="Entries">Entries looked at.</param>
/// <param name="Head">Where the chain stands: the next checkpoint.</param>
/// <param name="Faults">What does not fit, in sentences, the first hundred; empty when nobody tampered with it.</param>
public sealed record JournalVerdict(long Entries, JournalCheckpoint Head, IReadOnlyList<string> Faults)
{
    /// <summary>What was found of the journal of views; its faults stand among the others.</summary>
    public ViewVerdict Views { get; init; } = ViewVerdict.None;
}

/// <summary>
/// Finds out whether the journal is still what was written: every entry hashed anew, every seal held against the one before it, the newest against the
/// head, and old seals against the checkpoints that were kept outside the database. The journal of views, sealed up to now first, is held to the same. Reads
/// as of one moment, in constant memory, and changes nothing else.
/// </summary>
public sealed class VerifyJournal(NpgsqlDataSource database, JournalCheckpoints checkpoints, TimeProvider clock)
{
    /// <summary>What to hold it against besides the checkpoints that are kept.</summary>
    public sealed record Input
    {
        /// <summary>Checkpoints that somebody wrote down.</summary>
        public IReadOnlyList<JournalCheckpoint> Checkpoints { get; init; } = [];

        /// <summary>Checkpoints of the journal of views that somebody wrote down.</summary>
        public IReadOnlyList<JournalCheckpoint> Views { get; init; } = [];
    }

    /// <summary>Verifies; keeps the heads as new checkpoints when everything fits.</summary>
    public async Task<JournalVerdict> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var known = (await checkpoints.ReadAsync(cancellation)).Concat(input.Checkpoints);
        var seen = (await checkpoints.Views.ReadAsync(cancellation)).Concat(input.Views);
        await ViewSeals.SealAsync(database, cancellation);
        var verdict = await JournalChain.VerifyAsync(database, known, seen, cancellation);
        if (verdict.Faults.Count > 0) { return verdict; }

        await checkpoints.AddAsync(verdict.Head, clock.GetUtcNow(), cancellation);
        if (verdict.Views.Head.SealNo > 0) { await checkpoints.Views.AddAsync(verdict.Views.Head, clock.GetUtcNow(), cancellation); }

        return verdict;
    }
}
