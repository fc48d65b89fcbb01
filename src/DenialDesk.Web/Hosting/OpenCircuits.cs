using Microsoft.AspNetCore.Components.Server.Circuits;

namespace DenialDesk.Web.Hosting;

/// <summary>How many pages are open in browsers: each is a circuit that holds memory on the server.</summary>
internal sealed class OpenCircuits
{
    private int _open;

    /// <summary>Circuits there are, those included whose browser is away for a moment.</summary>
    public int Count => Volatile.Read(ref _open);

    /// <summary>Counts one circuit.</summary>
    public sealed class Counter(OpenCircuits circuits) : CircuitHandler
    {
        public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref circuits._open);
            return Task.CompletedTask;
        }

        public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            Interlocked.Decrement(ref circuits._open);
            return Task.CompletedTask;
        }
    }
}
