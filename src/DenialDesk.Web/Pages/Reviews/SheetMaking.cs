using DenialDesk.App.Dashboard;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.App.Quarantine;
using DenialDesk.App.Rejections;
using DenialDesk.App.Reviews;
using DenialDesk.App.Teamwork;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Dashboard;
using DenialDesk.Web.Pages.Teamwork;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>Makes the sheets of the manager's pages from the filters of their addresses: for their files and for the reports made by night alike.</summary>
internal sealed class SheetMaking(
    SeeToday today, CountRejections rejections, CountHeld held, AnswerFiveQuestions five, SeeDenialAudit audit, SeeReview review, SeeTeam team, ForecastQueue forecast, SeeDossier dossier, FindZone zone)
{
    /// <summary>What would be lost next. Its counts of rejections and quarantine are nothing for who may not see remittances.</summary>
    public async Task<Sheet?> TodayAsync(SheetQuery ask, Actor actor, CancellationToken cancellation)
    {
        var may = actor.May(Permission.SeeRemittances);
        var refused = may ? await rejections.Run(actor, cancellation) : 0;
        var waiting = may ? await held.Run(actor, cancellation) : 0;
        var view = await today.Run(new(), actor, cancellation);
        var time = await TimeAsync(actor, cancellation);
        return TodaySheet.Of(view, refused, waiting, time.Of(view.At), view.LastFile is { } at ? time.Of(at) : null);
    }

    /// <summary>The five questions as of now.</summary>
    public async Task<Sheet?> FiveAsync(SheetQuery ask, Actor actor, CancellationToken cancellation)
    {
        var answers = await five.Run(new(), actor, cancellation);
        return FiveSheet.Of(answers, await TimeAsync(actor, cancellation));
    }

    /// <summary>The ninety-day audit; without a last day it ends today.</summary>
    public async Task<Sheet?> AuditAsync(SheetQuery ask, Actor actor, CancellationToken cancellation) => AuditSheet.Of(await audit.Run(new() { To = SheetText.DayOf(ask["to"]), Export = true }, actor, cancellation), await TimeAsync(actor, cancellation));

    /// <summary>The review meeting's pack; without a month it is the last whole one. Null: the person sees no such practice.</summary>
    public async Task<Sheet?> ReviewAsync(SheetQuery ask, Actor actor, CancellationToken cancellation)
        => await review.Run(new() { Practice = ask.Number("practice"), Month = Deadlines.Expired.FirstOf(ask["month"]), Export = true }, actor, cancellation) is { } view ? ReviewSheet.Of(view, ask["department"], await TimeAsync(actor, cancellation)) : null;

    /// <summary>The forecast, and what each person did.</summary>
    public async Task<Sheet?> TeamAsync(SheetQuery ask, Actor actor, CancellationToken cancellation) => TeamSheet.Of(
        await team.Run(new() { Days = ask.Number("days") ?? 30 }, actor, cancellation), await forecast.Run(new() { Minutes = ask.Number("minutes") }, actor, cancellation));

    /// <summary>A payer's dossier; the payer stands among the filters here. Null: there is no such payer.</summary>
    public async Task<Sheet?> DossierAsync(SheetQuery ask, Actor actor, CancellationToken cancellation)
        => ask.Number("payer") is { } payer && await dossier.Run(new() { PayerId = payer, Months = ask.Number("months") ?? 12, Export = true }, actor, cancellation) is { } found ? DossierSheet.Of(found, await TimeAsync(actor, cancellation)) : null;

    private async Task<DeskTime> TimeAsync(Actor actor, CancellationToken cancellation) => new(await zone.Run(actor, cancellation));
}
