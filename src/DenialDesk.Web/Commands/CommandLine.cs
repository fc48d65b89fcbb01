using Npgsql;

namespace DenialDesk.Web.Commands;

/// <summary>The verbs of the command line. Without one the desk serves its pages.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, (string Help, Func<string[], Task<int>> Run)> Verbs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["serve"] = ("serve                          the web application (also without a verb)", ServeCommand.RunAsync),
        ["demo"] = ("demo                           the web application with a made-up practice", DemoCommand.RunAsync),
        ["import"] = ("import FILE...                 takes remittance files in", ImportCommand.RunAsync),
        ["inspect"] = ("inspect FILE... [--json]       tells what is in a file; needs no database", InspectCommand.RunAsync),
        ["queue"] = ("queue [--top N] [--json]       the top of the queue", QueueCommand.RunAsync),
        ["migrate"] = ("migrate                        brings the database's schema up to date", MigrateCommand.RunAsync),
        ["run-job"] = ("run-job NAME                   runs a timed job now", RunJobCommand.RunAsync),
        ["verify-journal"] = ("verify-journal [--checkpoint NO:HASH]  finds out whether the journal was tampered with", VerifyJournalCommand.RunAsync),
        ["backup"] = ("backup --to FILE               writes the whole database to a file, also while the desk is running", BackupCommand.RunAsync),
        ["restore"] = ("restore --verify FILE          proves a backup in a scratch database; restore --into NAME FILE brings it back", RestoreCommand.RunAsync),
    };

    /// <summary>Runs the verb named first; 0 is success, 1 a failure told in a sentence, 2 a call that cannot be understood.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var named = args.Length > 0 && !args[0].StartsWith('-');
        var verb = named ? args[0] : "serve";
        if (verb is "help" || args.Contains("--help"))
        {
            await Console.Out.WriteLineAsync(Help());
            return 0;
        }

        if (!Verbs.TryGetValue(verb, out var found))
        {
            await Console.Error.WriteLineAsync($"There is no verb '{verb}'.{Environment.NewLine}{Help()}");
            return 2;
        }

        try
        {
            return await found.Run(named ? args[1..] : args);
        }
        catch (InvalidOperationException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
        catch (NpgsqlException problem) when (problem is not PostgresException { SqlState: not (PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidAuthorizationSpecification) })
        {
            await Console.Error.WriteLineAsync($"The database could not be reached: {problem.Message}");      // the driver's own words: an address and an account, no data and no password
            return 1;
        }
    }

    private static string Help() => string.Join(Environment.NewLine, Verbs.Values.Select(v => "  " + v.Help).Prepend("DenialDesk. Verbs:"));
}
