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

    /// <summary>A batch and, by practice, what is being looked up for it.</summary>
    private sealed record Asked(List<Waiting> Batch, Task<List<(ClaimThreads Threads, List<ClaimThreads.Answer> Answers)>> LookUp);

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
        foreach (var running in new[] { _writing, _asked?.LookUp ?? Task.CompletedTask })
        {
            await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Sends out the questions of the newest batch and decides the one before it, whose answers are here by now.</summary>
    private async Task TurnAsync(CancellationToken cancellation)
    {
        var (before, batch) = (_asked, _waiting);
        if (before is not null) { await LearnAsync(before, cancellation); }

        (_asked, _waiting) = (Ask(batch, cancellation), []);
        if (before is null) { return; }

        var decided = Decide(before.Batch);
        await _writing;
        _writing = Task.Run(() => WriteAsync(decided, cancellation), cancellation);
    }

    private Asked Ask(List<Waiting> batch, CancellationToken cancellation)
    {
        var questions = batch.Where(w => w.Claim is not null).GroupBy(w => w.Posting.Remittance.Practice.PracticeId).Select(p => (Threads: ThreadsOf(p.Key), All: p))
            .Select(p => (p.Threads, Question: p.Threads.Ask(p.All.Select(w => (w.Claim!, w.Posting.Remittance.Payer.PayerId))))).ToList();
        return new(batch, Task.Run(
            async () =>
            {
                var answers = new List<(ClaimThreads, List<ClaimThreads.Answer>)>();
                foreach (var (threads, question) in questions) { answers.Add((threads, await threads.ReadAsync(desk.Aside, question, cancellation))); }

                return answers;
            },
            cancellation));
    }

    private async Task LearnAsync(Asked asked, CancellationToken cancellation)
    {
        foreach (var (threads, answers) in await asked.LookUp) { threads.Learn(answers); }

        var claims = asked.Batch.Count(w => w.Claim is not null);
        await desk.ClaimIds.ReadyAsync(claims, cancellation);
        await desk.AdjudicationIds.ReadyAsync(claims, cancellation);
        await desk.DenialIds.ReadyAsync(claims, cancellation);
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

        await statistics.LookAsync(_claims, cancellation);
    }
}
