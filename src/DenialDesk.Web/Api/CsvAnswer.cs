using System.Globalization;
using System.Reflection;
using CsvHelper;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Reports;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>The rows of a list as a file for a spreadsheet, to whoever may see them.</summary>
internal static class CsvAnswer
{
    /// <summary>Rows that are read at once; a list that is not taken whole ends there, and says so.</summary>
    internal const int Most = 50_000;

    /// <summary>The last line of a list that was cut.</summary>
    internal const string CutOff = "Cut off after 50,000 rows: narrow the list by its filters and take the rest in another file.";

    /// <summary>Lists that carry no patient and tell nothing of people: taken without proving again who asks.</summary>
    private static readonly HashSet<string> Plain = ["calendar", "codes", "settings", "root-causes", "write-off-reasons", "letters", "routing", "audit", "payers", "trends", "numbers", "remittances", "odds", "odds-by-month", "starting-odds"];

    /// <summary>Writes the rows of a list as CSV. Cells that a spreadsheet would run as a formula are defused.</summary>
    public static Task<IResult> GiveAsync<T>(HttpContext http, string name, Func<Actor, Task<IReadOnlyList<T>>> rows) => GiveAsync<T>(http, name, (actor, _) => rows(actor), whole: false);

    /// <summary>Writes the rows part by part, each after the last row of the one before; a list that is not taken whole says in its last line that it was cut.</summary>
    public static async Task<IResult> GiveAsync<T>(HttpContext http, string name, Func<Actor, T?, Task<IReadOnlyList<T>>> part, bool whole)
    {
        var services = http.RequestServices;
        var identity = services.GetRequiredService<IOptions<IdentityOptions>>().Value;
        if (await CurrentActor.OfAsync(http.User, services.GetRequiredService<FindActor>(), identity, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        try
        {
            if (actor.Stale && !Plain.Contains(name)) { throw new StaleProofException(); }

            var first = await part(actor, default);
            return Results.Stream(
                stream => WriteAsync(stream, first, whole ? last => part(actor, last) : null, http.RequestAborted),
                "text/csv; charset=utf-8",
                $"denialdesk-{name}.csv");
        }
        catch (NotPermittedException)
        {
            return Results.Forbid();
        }
        catch (StaleProofException)
        {
            return Results.LocalRedirect(Routes.With(Routes.Prove, ("from", http.Request.Path + http.Request.QueryString)));
        }
    }

    /// <summary>One column a property, named as the property.</summary>
    private static async Task WriteAsync<T>(Stream stream, IReadOnlyList<T> first, Func<T, Task<IReadOnlyList<T>>>? next, CancellationToken cancellation)
    {
        var columns = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && p.PropertyType != typeof(QueuePlace)).ToArray();
        for (var (rows, begins) = (first, true); ; begins = false)
        {
            var goesOn = rows.Count >= Most;
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            using (var csv = CsvWriter.Create(text, CsvWriterOptions.Default))
            {
                if (begins) { csv.WriteHeader([.. columns.Select(c => c.Name)]); }

                foreach (var row in rows) { csv.WriteRecord([.. columns.Select(c => Cell(c.GetValue(row)))]); }

                if (goesOn && next is null) { csv.WriteRecord([CutOff, .. columns.Skip(1).Select(_ => "")]); }
            }

            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text.ToString()), cancellation);
            if (!goesOn || next is null) { return; }

            rows = await next(rows[^1]);
        }
    }

    /// <summary>Words that a spreadsheet would run are defused; a number below nothing stays a number, or its column could not be added up.</summary>
    private static string Cell(object? value) => value is decimal or double or float or int or long or short ? Text(value) : CsvText.Defused(Text(value));

    private static string Text(object? value) => value switch
    {
        null => "",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString("u", CultureInfo.InvariantCulture),
        IEnumerable<string> words => string.Join(' ', words),
        IEnumerable<int> counts => string.Join(' ', counts),
        IEnumerable<object> parts => string.Join("; ", parts),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
