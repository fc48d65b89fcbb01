using DenialDesk.App.Intake;
using DenialDesk.X12.Remittance;

namespace DenialDesk.App.Remittances;

/// <summary>
/// The claims of a file on their way into the database, a batch at a time over the bounds of remittances: while one batch is being written, the
/// next is read and decided. What the next one needs to know is looked up in the moment between two writings, when the connection is free;
/// outside of that moment the connection belongs to the pipe until it is finished.
/// </summary>
internal sealed class PostingPipe(PostingDesk desk, FreshStatistics statistics) : IAsyncDisposable
{
    private const int BatchClaims = 2_000;

    /// <summary>A claim that waits, or, without one, the end of its remittance.</summary>
    private sealed record Waiting(RemittancePosting Posting, RemittanceClaim? Claim, Action<RemittancePosting, RowBatch>? Close);

    private readonly List<Waiting> _waiting = [];
    private readonly Dictionary<int, ClaimThreads> _threads = [];
    private SortedDictionary<int, RowBatch> _decided = [];
    private Task _writing = Task.CompletedTask;
    private int _claims;

    /// <summary>What is known of a practice's claims while this import runs.</summary>
    public ClaimThreads ThreadsOf(int practiceId)
        => _threads.TryGetValue(practiceId, out var threads) ? threads : _threads[practiceId] = new(desk.Connection, desk.Transaction, practiceId);

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
        await _writing;
        await WriteAsync(_decided, cancellation);
        _decided = [];
    }

    /// <summary>Waits for a writing that is under way when the import breaks off: its connection cannot be rolled back before.</summary>
    public async ValueTask DisposeAsync()
    {
        await ((Task)_writing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private async Task TurnAsync(CancellationToken cancellation)
    {
        await _writing;
        await LookUpAsync(cancellation);
        var ready = _decided;
        _decided = [];
        _writing = Task.Run(() => WriteAsync(ready, cancellation), cancellation);
        foreach (var (posting, claim, close) in _waiting)
        {
            var practice = posting.Remittance.Practice.PracticeId;
            if (!_decided.TryGetValue(practice, out var batch)) { _decided[practice] = batch = new(practice); }

            if (claim is not null) { posting.Post(claim, batch); }

            close?.Invoke(posting, batch);
        }

        _waiting.Clear();
    }

    private async Task LookUpAsync(CancellationToken cancellation)
    {
        var claims = _waiting.Where(w => w.Claim is not null).ToList();
        foreach (var practice in claims.GroupBy(w => w.Posting.Remittance.Practice.PracticeId))
        {
            await ThreadsOf(practice.Key).LookUpAsync(practice.Select(w => (w.Claim!, w.Posting.Remittance.Payer.PayerId)), cancellation);
        }

        await desk.ClaimIds.ReadyAsync(claims.Count, cancellation);
        await desk.AdjudicationIds.ReadyAsync(claims.Count, cancellation);
        await desk.DenialIds.ReadyAsync(claims.Count, cancellation);
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
