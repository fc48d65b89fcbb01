using System.Collections.Concurrent;
using Npgsql;

namespace DenialDesk.App.Data;

/// <summary>
/// Where use cases get their connections. Work for a person who may see some practices only runs as the database role <c>denialdesk_walled</c>, for which
/// row-level security hides every other practice's rows (0050): a forgotten filter then finds nothing instead of somebody else's patients.
/// </summary>
/// <remarks>
/// Each set of practices has a pool of its own whose sessions are born with role and practices and are never reset: a setting made and taken back for every
/// lease can survive into the next one (npgsql#3735), and the reset between leases would take the role off.
/// </remarks>
public sealed class DeskSource(NpgsqlDataSource whole) : IAsyncDisposable
{
    /// <summary>The role that row-level security holds for.</summary>
    internal const string Role = "denialdesk_walled";

    private const int WalledPool = 10;
    private const int PatientPool = 4;
    private const int PatientSeconds = 1800;

    private readonly ConcurrentDictionary<string, Lazy<NpgsqlDataSource>> _walled = [];
    private readonly Lazy<DeskSource> _patient = new(() => new(PatientOf(whole)));

    /// <summary>Every connection of this kind sees all practices; for what stands outside of use cases.</summary>
    public NpgsqlDataSource Whole => whole;

    /// <summary>The same under the same walls, on a few connections of its own whose statements have half an hour: for readings that nobody waits for.</summary>
    internal DeskSource Patient => _patient.Value;

    private NpgsqlDataSource Now => PracticeWall.Practices is { } practices ? _walled.GetOrAdd(practices, p => new(() => Walled(p))).Value : whole;

    /// <summary>A use case takes the desk's data source as it is given.</summary>
    public static implicit operator DeskSource(NpgsqlDataSource whole) => new(whole);

    /// <summary>Opens a connection that sees what the work under way may see.</summary>
    public ValueTask<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellation = default) => Now.OpenConnectionAsync(cancellation);

    /// <summary>A command on a connection of its own, under the same wall.</summary>
    public NpgsqlCommand CreateCommand(string? sql = null) => Now.CreateCommand(sql);

    /// <summary>A batch on a connection of its own, under the same wall.</summary>
    public NpgsqlBatch CreateBatch() => Now.CreateBatch();

    /// <summary>Closes the walled pools and the patient ones; the whole one belongs to whoever opened it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_patient.IsValueCreated)
        {
            await _patient.Value.DisposeAsync();
            await _patient.Value.Whole.DisposeAsync();
        }

        foreach (var pool in _walled.Values.Where(p => p.IsValueCreated)) { await pool.Value.DisposeAsync(); }
    }

    private static NpgsqlDataSource PatientOf(NpgsqlDataSource whole)
        => DeskConnection.Open(new NpgsqlConnectionStringBuilder(DeskConnection.SecretOf(whole)) { CommandTimeout = PatientSeconds, MaxPoolSize = PatientPool, Options = null }.ConnectionString);

    private NpgsqlDataSource Walled(string practices)
    {
        var settings = new NpgsqlConnectionStringBuilder(DeskConnection.SecretOf(whole)) { NoResetOnClose = true, MaxPoolSize = WalledPool, ConnectionIdleLifetime = 30 };
        settings.Options = $"{settings.Options} -c role={Role} -c desk.practices={practices}";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "denialdesk-walled" }.Build();
    }
}
