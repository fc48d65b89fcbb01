namespace DenialDesk.App.Queue;

/// <summary>Wakes the worker of this process when a run or its undoing begins; other processes find it at their next look.</summary>
public sealed class BulkSignal : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    /// <summary>Something waits.</summary>
    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Rung already; one look takes everything that waits.
        }
    }

    /// <summary>Waits for the bell, or until it is time to look anyway.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => _rung.WaitAsync(longest, cancellation);

    public void Dispose() => _rung.Dispose();
}
