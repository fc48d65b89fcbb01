using System.Collections.Concurrent;
using System.Diagnostics;

namespace DenialDesk.Bench;

/// <summary>Adds up how long each named part of the desk's work took by the clock, from an activity source.</summary>
internal sealed class PartTimes : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _ticks = [];
    private readonly ActivityListener _listener;

    /// <summary>Listens to this source until disposed.</summary>
    public PartTimes(string source)
    {
        _listener = new()
        {
            ShouldListenTo = s => s.Name == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = a => _ticks.AddOrUpdate(a.OperationName, a.Duration.Ticks, (_, before) => before + a.Duration.Ticks),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => _ticks.Clear();

    /// <summary>Seconds by part, the longest first.</summary>
    public Dictionary<string, double> Seconds() => _ticks.OrderByDescending(t => t.Value).ToDictionary(t => t.Key, t => Math.Round(TimeSpan.FromTicks(t.Value).TotalSeconds, 2));

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();
}
