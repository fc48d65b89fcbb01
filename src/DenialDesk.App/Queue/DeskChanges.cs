using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>What changed, by id alone: a denial, or (without one) possibly anything.</summary>
/// <param name="PracticeId">Of which practice; null: of any.</param>
/// <param name="DenialId">Which denial; null: possibly all.</param>
/// <param name="Presence">Nothing changed but who has it open.</param>
public sealed record DeskChange(int? PracticeId = null, long? DenialId = null, bool Presence = false)
{
    /// <summary>Many at once, or unknown which: whoever shows anything looks again.</summary>
    public static readonly DeskChange Anything = new();

    /// <summary>Whether what is shown of this denial may be old now.</summary>
    public bool Touches(int practiceId, long denialId) => DenialId is null || (PracticeId == practiceId && DenialId == denialId);

    /// <summary>Reads "denial PRACTICE ID" and "presence PRACTICE ID"; every other word means anything.</summary>
    internal static DeskChange Read(string payload)
        => payload.Split(' ') is ["denial" or "presence", var practice, var denial]
            && int.TryParse(practice, CultureInfo.InvariantCulture, out var practiceId)
            && long.TryParse(denial, CultureInfo.InvariantCulture, out var denialId)
            ? new(practiceId, denialId, payload[0] == 'p')
            : Anything;

    /// <summary>Tells that somebody opened or left a denial, once the transaction commits.</summary>
    internal static async Task TellPresenceAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long denialId, CancellationToken cancellation)
    {
        await using var notify = new NpgsqlCommand("select pg_notify('desk_changed', $1)", connection, transaction);
        notify.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"presence {practiceId} {denialId}"));
        await notify.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Tells every listening process once the transaction commits; ids only, never a word about a patient.</summary>
    internal static async Task TellAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long denialId, CancellationToken cancellation)
    {
        await using var notify = new NpgsqlCommand("select pg_notify('desk_changed', $1)", connection, transaction);
        notify.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"denial {practiceId} {denialId}"));
        await notify.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Tells every listening process, once the transaction commits, that much may have changed.</summary>
    internal static async Task TellAnythingAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var notify = new NpgsqlCommand("select pg_notify('desk_changed', 'anything')", connection, transaction);
        await notify.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>
/// Hears on one connection of its own what any process changed, and tells the open pages of this one, at most twice a second. When the
/// connection was lost, the pages are told that anything may have changed.
/// </summary>
public sealed partial class DeskChanges(NpgsqlDataSource database, ILogger<DeskChanges> log) : BackgroundService
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(500);
    private readonly Lock _lock = new();
    private readonly List<Func<IReadOnlyList<DeskChange>, Task>> _listeners = [];

    /// <summary>Calls <paramref name="listener"/> with every batch of changes until the answer is disposed.</summary>
    public IDisposable Listen(Func<IReadOnlyList<DeskChange>, Task> listener)
    {
        lock (_lock) { _listeners.Add(listener); }

        return new Ending(() =>
        {
            lock (_lock) { _listeners.Remove(listener); }
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lost = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await HearAsync(lost, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                lost = true;
                LogLost(log, e.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HearAsync(bool wasLost, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var heard = new HashSet<DeskChange>();
        connection.Notification += (_, e) => heard.Add(DeskChange.Read(e.Payload));
        await using (var listen = new NpgsqlCommand("listen desk_changed", connection)) { await listen.ExecuteNonQueryAsync(stop); }

        if (wasLost) { Tell([DeskChange.Anything]); }

        while (true)
        {
            await connection.WaitAsync(stop);
            await Task.Delay(Gather, stop);
            while (await connection.WaitAsync(TimeSpan.FromMilliseconds(1), stop)) { }

            Tell([.. heard]);
            heard.Clear();
        }
    }

    /// <summary>Pages are told without waiting for them: a slow one holds up nobody.</summary>
    private void Tell(IReadOnlyList<DeskChange> changes)
    {
        Func<IReadOnlyList<DeskChange>, Task>[] listeners;
        lock (_lock) { listeners = [.. _listeners]; }

        foreach (var listener in listeners) { _ = TellAsync(listener, changes); }
    }

    private async Task TellAsync(Func<IReadOnlyList<DeskChange>, Task> listener, IReadOnlyList<DeskChange> changes)
    {
        try
        {
            await listener(changes);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A page that is closing, or whose sign-in has ended; it tells its own user.
            LogDeaf(log, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection that hears of changes was lost ({Error}); open pages refresh again once it is back")]
    private static partial void LogLost(ILogger log, string error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A page could not be told of a change ({Error})")]
    private static partial void LogDeaf(ILogger log, string error);

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
