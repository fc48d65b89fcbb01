using System.Text;
using System.Text.RegularExpressions;
using DenialDesk.App.Appeals;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Rejections;
using DenialDesk.Domain.Payers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace DenialDesk.Web.Pages.Appeals;

/// <summary>A claim of a packet: its denial, and what was submitted and accepted of it.</summary>
public sealed record PacketClaim(DenialView Denial, FilingProof Filing);

/// <summary>Makes an appeal's packet, one PDF: contents, form page, letter, and for each claim the claim as submitted and the remittance page.</summary>
internal sealed partial class PacketMaker(
    IServiceProvider services, ILoggerFactory logs, SeeAppeal see, SeeDenialAppeals appeals, SeeDenial denials, SeeFilingProof filings, PdfPrinter printer, KeepPacket keep, TimeProvider clock)
{
    /// <summary>Prints it and keeps it with the appeal.</summary>
    public async Task<AppealResult> MakeAsync(int practiceId, long appealId, int version, Channel? channel, Actor actor, CancellationToken cancellation)
    {
        if (await see.Run(new() { PracticeId = practiceId, AppealId = appealId, Again = true, Fields = true }, actor, cancellation) is not { } view) { return new(false, new("not_found", "There is no such appeal.")); }

        if (view.Version != version) { return new(false, new("overtaken", "Somebody changed this appeal while you had it open. Load it again.")); }

        var claims = new List<PacketClaim>();
        foreach (var member in view.Members)
        {
            if (await ClaimAsync(practiceId, member.DenialId, actor, cancellation) is { } claim) { claims.Add(claim); }
        }

        var time = new DeskTime(TimeZoneInfo.FindSystemTimeZoneById(view.TimeZone));
        var parts = PacketPrint.PartsOf(view, claims);
        var printed = await printer.PrintAsync(
            await HtmlAsync<PacketPrint>(new()
            {
                [nameof(PacketPrint.View)] = view,
                [nameof(PacketPrint.Claims)] = claims,
                [nameof(PacketPrint.Prepared)] = time.Of(clock.GetUtcNow()),
                [nameof(PacketPrint.By)] = actor.Name,
            }), cancellation);
        return printed.Pdf is not { } pdf
            ? new(false, new("packet_not_printed", printed.Sentence ?? "The PDF could not be made."))
            : await keep.Run(
                new() { PracticeId = practiceId, AppealId = appealId, Version = version, Channel = channel, Content = pdf, Pages = Pages(pdf), Parts = [.. parts.Select(p => p.Title)] }, actor, cancellation);
    }

    /// <summary>Prints what proves that a denial's claim was filed in time and what went out about it since; null when it is not there for this person.</summary>
    public async Task<PdfResult?> ProveAsync(int practiceId, long denialId, Actor actor, CancellationToken cancellation)
    {
        if (await denials.Run(new() { PracticeId = practiceId, DenialId = denialId }, actor, cancellation) is not { } denial) { return null; }

        var sent = new List<AppealView>();
        foreach (var row in (await appeals.Run(new() { PracticeId = practiceId, DenialId = denialId }, actor, cancellation))?.Appeals.Where(a => a.SentOn is not null) ?? [])
        {
            if (await see.Run(new() { PracticeId = practiceId, AppealId = row.AppealId, Again = true }, actor, cancellation) is { } view) { sent.Add(view); }
        }

        var time = new DeskTime(TimeZoneInfo.FindSystemTimeZoneById(denial.TimeZone));
        return await printer.PrintAsync(
            await HtmlAsync<ProofPrint>(new()
            {
                [nameof(ProofPrint.Claim)] = new PacketClaim(denial, await filings.Run(new() { PracticeId = practiceId, ClaimId = denial.ClaimId }, actor, cancellation)),
                [nameof(ProofPrint.Sent)] = sent,
                [nameof(ProofPrint.Prepared)] = time.Of(clock.GetUtcNow()),
                [nameof(ProofPrint.By)] = actor.Name,
            }), cancellation);
    }

    private async Task<PacketClaim?> ClaimAsync(int practiceId, long denialId, Actor actor, CancellationToken cancellation)
        => await denials.Run(new() { PracticeId = practiceId, DenialId = denialId, Again = true }, actor, cancellation) is { } denial
            ? new(denial, await filings.Run(new() { PracticeId = practiceId, ClaimId = denial.ClaimId }, actor, cancellation))
            : null;

    private async Task<string> HtmlAsync<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    /// <summary>How many pages a PDF of the printer has: its page objects stand uncompressed.</summary>
    private static int Pages(byte[] pdf) => PageObject().Count(Encoding.Latin1.GetString(pdf));

    [GeneratedRegex(@"/Type /Page\b")]
    private static partial Regex PageObject();
}
