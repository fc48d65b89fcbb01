using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Money;
using DenialDesk.X12;

namespace DenialDesk.Web.Commands;

/// <summary><c>inspect FILE… [--json]</c>: what is in a file; needs no database. JSON is one object a file, each on a line of its own.</summary>
internal static class InspectCommand
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
            if (args.Contains("--json")) { await Console.Out.WriteLineAsync(Object(file, InspectFile.Run(content, today))); }
            else { RemittanceText.Write(Console.Out, file, content, today); }
        }

        return missing ? 2 : 0;
    }

    private static string Object(string file, Inspection i) => JsonSerializer.Serialize(
        new
        {
            file,
            transactions = i.Transactions,
            claims = i.Claims,
            lines = i.Lines,
            charge = Dollars.Plain(i.Charge),
            paid = Dollars.Plain(i.Paid),
            bpr = Dollars.Plain(i.Bpr),
            plb = Dollars.Plain(i.Plb),
            groups = i.Groups.ToDictionary(g => g.Key, g => Dollars.Plain(g.Value)),
            carc = i.Carc.ToDictionary(c => c.Key, c => Dollars.Plain(c.Value)),
            rarc = i.Rarc,
            status = i.Status,
            denials = new
            {
                count = i.Denials,
                amount = Dollars.Plain(i.DeniedAmount),
                byCategory = i.ByCategory.ToDictionary(c => c.Key, c => new { count = c.Value.Count, amount = Dollars.Plain(c.Value.Amount) }),
            },
            balanced = new { balanced = i.Balanced, unbalanced = i.Unbalanced, notEvaluable = i.NotEvaluable },
            problems = i.Problems.Select(p => new { severity = Severity(p), address = p.At.ToString(), sentence = p.Sentence }),
        },
        Json);

    private static string Severity(Problem problem) => problem.Severity.ToString().ToLower(CultureInfo.InvariantCulture);
}
