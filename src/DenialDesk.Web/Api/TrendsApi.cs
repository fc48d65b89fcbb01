using System.Security.Claims;
using System.Text;
using DenialDesk.App.People;
using DenialDesk.App.Trends;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>The tables of the trends page as files.</summary>
public static class TrendsApi
{
    /// <summary>Maps the download; it takes the filters of the page.</summary>
    public static void MapTrends(this IEndpointRouteBuilder routes)
        => routes.MapGet(Routes.TrendsCsv, Csv)
            .RequireAuthorization(nameof(Permission.SeeTrends));

    private static async Task<IResult> Csv(
        ClaimsPrincipal user, FindActor find, IOptions<IdentityOptions> identity, SeeTrends see, string? table, int? practice, int? payer, string? category, string? carc, string? to, CancellationToken cancellation)
    {
        var actor = await CurrentActor.OfAsync(user, find, identity.Value, cancellation);
        if (actor is null || !actor.May(Permission.SeeTrends)) { return Results.Forbid(); }

        var view = await see.Run(new() { Practice = practice, Payer = payer, Category = category, Carc = carc, To = to }, actor, cancellation);
        var name = $"denial-rate-by-{(table is "payer" or "category" or "carc" ? table : "month")}-{TrendPeriod.Name(view.Tables.Period.Last)}.csv";
        return Results.File(Encoding.UTF8.GetBytes(TrendCsv.Write(view.Tables, table ?? "month")), "text/csv; charset=utf-8", name);
    }
}
