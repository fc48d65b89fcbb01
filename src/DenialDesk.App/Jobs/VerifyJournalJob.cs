using DenialDesk.App.People;

namespace DenialDesk.App.Jobs;

/// <summary>Verifies the journal and keeps a checkpoint; fails, for everybody to see, when it was tampered with. Done is how many entries it looked at.</summary>
internal sealed class VerifyJournalJob(VerifyJournal verify) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var verdict = await verify.Run(new(), Actor.Desk, cancellation);
        return verdict.Faults.Count == 0
            ? (int)Math.Min(verdict.Entries, int.MaxValue)
            : throw new JobFailedException($"The journal was tampered with: {verdict.Faults[0]} Run “verify-journal” for everything that does not fit.");
    }
}
