using DenialDesk.App.Remittances;

namespace DenialDesk.Web.Commands;

/// <summary><c>inspect FILE… [--json]</c>: what is in a file of any type; needs no database. JSON is one object a file, each on a line of its own.</summary>
internal static class InspectCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var files = args.Where(a => a != "--json").ToList();
        if (files.Count == 0)
        {
            await Console.Error.WriteLineAsync("Name at least one file: inspect FILE... [--json]");
            return 2;
        }

        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var missing = false;
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                await Console.Error.WriteLineAsync($"{file}: there is no such file.");
                missing = true;
                continue;
            }

            await using var content = File.OpenRead(file);
            if (args.Contains("--json")) { await Console.Out.WriteLineAsync(InspectJson.Of(file, InspectFile.Run(content, today))); }
            else { InspectText.Write(Console.Out, file, content, today); }
        }

        return missing ? 2 : 0;
    }
}
