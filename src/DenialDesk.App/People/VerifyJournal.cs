using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>What a verification of the journal found.</summary>
/// <param name="Entries">Entries looked at.</param>
/// <param name="Head">Where the chain stands: the next checkpoint.</param>
/// <param name="Faults">What does not fit, in sentences, the first hundred; empty when nobody tampered with it.</param>
public sealed record JournalVerdict(long Entries, JournalCheckpoint Head, IReadOnlyList<string> Faults);

/// <summary>
/// Finds out whether the journal is still what was written: every entry hashed anew, every seal held against the one before it, the newest against the
/// head, and old seals against the checkpoints that were kept outside the database. Reads as of one moment, in constant memory, and changes nothing.
/// </summary>
public sealed class VerifyJournal(NpgsqlDataSource database, JournalCheckpoints checkpoints, TimeProvider clock)
{
    /// <summary>What to hold it against besides the checkpoints that are kept.</summary>
    public sealed record Input
    {
        /// <summary>Checkpoints that somebody wrote down.</summary>
        public IReadOnlyList<JournalCheckpoint> Checkpoints { get; init; } = [];
    }

    /// <summary>Verifies; keeps the head as a new checkpoint when everything fits.</summary>
    public async Task<JournalVerdict> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var known = (await checkpoints.ReadAsync(cancellation)).Concat(input.Checkpoints);
        var verdict = await JournalChain.VerifyAsync(database, known, cancellation);
        if (verdict.Faults.Count == 0) { await checkpoints.AddAsync(verdict.Head, clock.GetUtcNow(), cancellation); }

        return verdict;
    }
}
