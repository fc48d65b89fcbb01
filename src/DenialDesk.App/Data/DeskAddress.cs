using Npgsql;

namespace DenialDesk.App.Data;

/// <summary>How to reach the desk's database from another program of PostgreSQL. Holds the password, so it has no text of its own and is never logged.</summary>
public sealed class DeskAddress(string connectionString, bool isPrivate)
{
    private readonly NpgsqlConnectionStringBuilder _settings = new(connectionString);

    /// <summary>Whether the server is the desk's own, in its data folder.</summary>
    public bool IsPrivate { get; } = isPrivate;

    /// <summary>The name of the desk's database.</summary>
    public string Database => _settings.Database ?? _settings.Username ?? "";

    /// <summary>Unpooled connections to another database of the same server, with the waits of the desk's own.</summary>
    internal NpgsqlDataSource Open(string database) => DeskConnection.Open(To(database));

    /// <summary>One unpooled connection to another database of the same server, not opened yet: for making and dropping databases.</summary>
    internal NpgsqlConnection Connect(string database) => new(To(database));

    /// <summary>The environment that leads PostgreSQL's programs to the server. The password travels here and never on a command line, which every account can read.</summary>
    internal IReadOnlyDictionary<string, string> Environment()
    {
        var found = new Dictionary<string, string?>
        {
            ["PGHOST"] = _settings.Host,
            ["PGPORT"] = _settings.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PGUSER"] = _settings.Username,
            ["PGDATABASE"] = Database,
            ["PGPASSWORD"] = _settings.Password,
            ["PGPASSFILE"] = _settings.Passfile,
            ["PGSSLMODE"] = Ssl(_settings.SslMode),
            ["PGSSLROOTCERT"] = _settings.RootCertificate,
            ["PGSSLCERT"] = _settings.SslCertificate,
            ["PGSSLKEY"] = _settings.SslKey,
            ["PGCONNECT_TIMEOUT"] = "10",
            ["PGAPPNAME"] = "denialdesk-backup",
            ["PGOPTIONS"] = "-c synchronous_commit=off -c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0",
        };
        return found.Where(f => !string.IsNullOrEmpty(f.Value)).ToDictionary(f => f.Key, f => f.Value!);
    }

    /// <summary>A tool's message without the password, should one ever repeat it.</summary>
    internal string Clean(string message) => _settings.Password is { Length: > 0 } password ? message.Replace(password, "…", StringComparison.Ordinal) : message;

    private string To(string database) => new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = database, Pooling = false }.ConnectionString;

    private static string Ssl(SslMode mode) => mode switch
    {
        SslMode.Disable => "disable",
        SslMode.Allow => "allow",
        SslMode.Require => "require",
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => "prefer",
    };
}
