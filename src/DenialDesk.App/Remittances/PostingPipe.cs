using DenialDesk.App.Intake;
using DenialDesk.X12.Remittance;

namespace DenialDesk.App.Remittances;

/// <summary>
/// The claims of a file on their way into the database, a batch at a time over the bounds of remittances: while one batch is being written, the
/// next is decided, what the one after it needs to know is looked up on a connection beside, and the claims behind that are read from the file.
/// Both connections belong to the pipe until it is finished.
/// </summary>
internal sealed class PostingPipe(PostingDesk desk, FreshStatistics statistics) : IAsyncDisposable
{
    private const int BatchClaims = 2_000;

    /// <summary>A claim that waits, or, without one, the end of its remittance.</summary>
    private sealed record Waiting(RemittancePosting Posting, RemittanceClaim? Claim, Action<RemittancePosting, RowBatch>? Close);

    /// <summary>A batch and what is being looked up for it.</summary>
    private sealed record Asked(List<Waiting> Batch, int Claims, Task<LookedUp> LookUp);

    /// <summary>By practice what is known of the claims, and the ids drawn for new rows.</summary>
    private sealed record LookedUp(List<(ClaimThreads Threads, List<ClaimThreads.Answer> Answers)> Known, long[] ClaimIds, long[] AdjudicationIds, long[] DenialIds);

    private readonly Dictionary<int, ClaimThreads> _threads = [];
    private List<Waiting> _waiting = [];
    private Asked? _asked;
    private Task _writing = Task.CompletedTask;
    private int _claims;

    /// <summary>What is known of a practice's claims while this import runs.</summary>
    public ClaimThreads ThreadsOf(int practiceId)
        => _threads.TryGetValue(practiceId, out var threads) ? threads : _threads[practiceId] = new(practiceId);

    /// <summary>By practice, the claims whose story has to be told again.</summary>
    public IReadOnlyDictionary<int, IReadOnlyCollection<(long ClaimId, int PayerId)>> Told()
        => _threads.Where(t => t.Value.Told.Count > 0).ToDictionary(t => t.Key, t => t.Value.Told);

    /// <summary>Takes the next claim.</summary>
    public async Task AddAsync(RemittancePosting posting, RemittanceClaim claim, CancellationToken cancellation)
    {
        _waiting.Add(new(posting, claim, null));
        if (_waiting.Count >= BatchClaims) { await TurnAsync(cancellation); }
    }

    /// <summary>The remittance has no more claims; <paramref name="close"/> is called when its last one is decided, with the batch that its own row goes into.</summary>
    public void Close(RemittancePosting posting, Action<RemittancePosting, RowBatch> close) => _waiting.Add(new(posting, null, close));

    /// <summary>Decides and writes what is left; afterwards the connection is free.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        await TurnAsync(cancellation);
        await TurnAsync(cancellation);
        await _writing;
    }

    /// <summary>Waits for what is under way when the import breaks off: a connection cannot be rolled back or closed before.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var running in new[] { _writing, (Task?)_asked?.LookUp ?? Task.CompletedTask })
        {
            await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Sends out the questions of the newest batch and decides the one before it, whose answers are here by now.</summary>
    private async Task TurnAsync(CancellationToken cancellation)
    {
        var (before, batch) = (_asked, _waiting);
        if (before is not null) { await LearnAsync(before); }

        (_asked, _waiting) = (Ask(batch, before?.Claims ?? 0, cancellation), []);
        if (before is null) { return; }

        var deciding = ImportParts.Begin("  of these decided");
        var decided = Decide(before.Batch);
        deciding?.Dispose();
        using (ImportParts.Begin("  of these waited for the writer")) { await _writing; }

        _writing = Task.Run(() => WriteAsync(decided, cancellation), cancellation);
    }

    /// <param name="batch">What is asked about.</param>
    /// <param name="undecided">Claims of the batch before, which draws its ids first.</param>
    /// <param name="cancellation">Stops asking.</param>
    private Asked Ask(List<Waiting> batch, int undecided, CancellationToken cancellation)
    {
        var claims = batch.Count(w => w.Claim is not null);
        var (claimIds, adjudicationIds, denialIds) = (desk.ClaimIds.MissingFor(undecided + claims), desk.AdjudicationIds.MissingFor(undecided + claims), desk.DenialIds.MissingFor(undecided + claims));
        var questions = batch.Where(w => w.Claim is not null).GroupBy(w => w.Posting.Remittance.Practice.PracticeId).Select(p => (Threads: ThreadsOf(p.Key), All: p))
            .Select(p => (p.Threads, Question: p.Threads.Ask(p.All.Select(w => (w.Claim!, w.Posting.Remittance.Payer.PayerId))))).ToList();
        return new(batch, claims, Task.Run(
            async () =>
            {
                var answers = new List<(ClaimThreads, List<ClaimThreads.Answer>)>();
                foreach (var (threads, question) in questions) { answers.Add((threads, await threads.ReadAsync(desk.Aside, question, cancellation))); }

                return new LookedUp(
                    answers, await desk.ClaimIds.DrawAsync(claimIds, cancellation), await desk.AdjudicationIds.DrawAsync(adjudicationIds, cancellation),
                    await desk.DenialIds.DrawAsync(denialIds, cancellation));
            },
            cancellation));
    }

    private async Task LearnAsync(Asked asked)
    {
        var waiting = ImportParts.Begin("  of these waited for the look-up");
        var found = await asked.LookUp;
        waiting?.Dispose();
        foreach (var (threads, answers) in found.Known) { threads.Learn(answers); }

        desk.ClaimIds.Add(found.ClaimIds);
        desk.AdjudicationIds.Add(found.AdjudicationIds);
        desk.DenialIds.Add(found.DenialIds);
    }

    private static SortedDictionary<int, RowBatch> Decide(List<Waiting> waiting)
    {
        var decided = new SortedDictionary<int, RowBatch>();
        foreach (var (posting, claim, close) in waiting)
        {
            var practice = posting.Remittance.Practice.PracticeId;
            if (!decided.TryGetValue(practice, out var batch)) { decided[practice] = batch = new(practice); }

            if (claim is not null) { posting.Post(claim, batch); }

            close?.Invoke(posting, batch);
        }

        return decided;
    }

    private async Task WriteAsync(SortedDictionary<int, RowBatch> batches, CancellationToken cancellation)
    {
        foreach (var batch in batches.Values)
        {
            await batch.WriteAsync(desk.Connection, desk.Transaction, desk.Now, cancellation);
            _claims += batch.Adjudications.Count;
        }

        using (ImportParts.Begin("  written: statistics")) { await statistics.LookAsync(_claims, cancellation); }
    }
}
