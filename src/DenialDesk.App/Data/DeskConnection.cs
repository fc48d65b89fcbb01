using System.Runtime.CompilerServices;
using Npgsql;

namespace DenialDesk.App.Data;

/// <summary>Opens the desk's database with bounded waits.</summary>
public static class DeskConnection
{
    // A data source gives its connection string without the password; the pools behind the practice wall need it.
    private static readonly ConditionalWeakTable<NpgsqlDataSource, string> Secrets = [];

    /// <summary>
    /// Completes a connection string: connect 5 s, keep-alive 15 s, command 30 s, lock 5 s, idle in transaction 15 s, so that a dead link
    /// is an answer and not a hang. Just-in-time compilation is off: it took 400 ms for a query of 15 (measured: bench import). Refuses settings that leak one user's session into the next, or values into error messages.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.NoResetOnClose || settings.Multiplexing || settings.IncludeErrorDetail)
        {
            throw new InvalidOperationException(
                "The connection string sets No Reset On Close, Multiplexing or Include Error Detail. Remove it: the first two leak one user's session into the next, the last puts patient data into error messages.");
        }

        settings.ApplicationName ??= "denialdesk";
        settings.Timeout = settings.ContainsKey("Timeout") ? settings.Timeout : 5;
        settings.CommandTimeout = settings.ContainsKey("Command Timeout") ? settings.CommandTimeout : 30;
        settings.KeepAlive = 15;
        settings.MaxPoolSize = settings.ContainsKey("Maximum Pool Size") ? settings.MaxPoolSize : 30;
        settings.Options = (settings.Options + " -c lock_timeout=5s -c idle_in_transaction_session_timeout=15s -c jit=off").Trim();
        settings.Enlist = false;
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "denialdesk" }.Build();
        Secrets.Add(source, settings.ConnectionString);
        return source;
    }

    /// <summary>The whole connection string of a data source opened here; refuses any other.</summary>
    internal static string SecretOf(NpgsqlDataSource source)
        => Secrets.TryGetValue(source, out var secret) ? secret : throw new InvalidOperationException("Open the data source with DeskConnection: work for a person who sees some practices only needs connections of its own.");
}
