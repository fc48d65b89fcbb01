using DenialDesk.App;
using DenialDesk.App.Data;

namespace DenialDesk.Web.Commands;

/// <summary><c>migrate</c>: brings the schema up to this program's version.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = DeskOptions.From(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build());
        await using var database = await DeskDatabase.OpenAsync(options);
        await Console.Out.WriteLineAsync(database.Migrated == 0 ? "The schema is up to date." : $"{database.Migrated} migrations applied.");
        return 0;
    }
}
