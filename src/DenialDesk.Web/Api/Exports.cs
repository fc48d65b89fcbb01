using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>Every list as a file for a spreadsheet, with the filters of the page it was asked from.</summary>
internal static class Exports
{
    public static void MapExports(this IEndpointRouteBuilder app)
    {
        app.MapGet(Routes.JournalCsv, async (HttpContext http, ReadJournal read, string? who, string? action, string? kind, string? id, DateOnly? from, DateOnly? to) =>
            await AnswerAsync(http, "journal", async actor => await read.Run(
                new ReadJournal.Input { Who = who, Action = action, SubjectKind = kind, SubjectId = id, From = from, To = to, Take = 50_000 }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeJournal));
        app.MapGet(Routes.PeopleCsv, async (HttpContext http, ListPeople list) => await AnswerAsync(http, "people", async actor => await list.Run(actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.ManagePeople));
    }

    /// <summary>Writes the rows of a list as CSV. Cells that a spreadsheet would run as a formula are defused.</summary>
    public static async Task<IResult> AnswerAsync<T>(HttpContext http, string name, Func<Actor, Task<IReadOnlyList<T>>> rows)
    {
        var services = http.RequestServices;
        var identity = services.GetRequiredService<IOptions<IdentityOptions>>().Value;
        if (await CurrentActor.OfAsync(http.User, services.GetRequiredService<FindActor>(), identity, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        try
        {
            var found = await rows(actor);
            return Results.Stream(
                async stream =>
                {
                    await using var text = new StreamWriter(stream);
                    await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape });
                    await csv.WriteRecordsAsync(found);
                },
                "text/csv; charset=utf-8",
                $"denialdesk-{name}.csv");
        }
        catch (NotPermittedException)
        {
            return Results.Forbid();
        }
    }
}
