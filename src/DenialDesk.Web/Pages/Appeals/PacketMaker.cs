using System.Text;
using System.Text.RegularExpressions;
using DenialDesk.App.Appeals;
using DenialDesk.App.Denials;
using DenialDesk.App.Documents;
using DenialDesk.App.People;
using DenialDesk.App.Rejections;
using DenialDesk.Domain;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.Payers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace DenialDesk.Web.Pages.Appeals;

/// <summary>A claim of a packet: its denial, and what was submitted and accepted of it.</summary>
public sealed record PacketClaim(DenialView Denial, FilingProof Filing);

/// <summary>A document of a packet.</summary>
/// <param name="Image">A picture, as its own address; null for anything else.</param>
/// <param name="Start">The packet's page on which a joined PDF begins; null for what is not joined.</param>
/// <param name="Beside">The kind of file of what goes out beside the packet; null for what is inside.</param>
public sealed record PacketEnclosure(string Title, string? Image, int? Start, string? Beside = null);

/// <summary>Makes an appeal's packet, one PDF: contents, form page, letter, and for each claim the claim as submitted and the remittance page; then the claims' documents.</summary>
internal sealed partial class PacketMaker(
    IServiceProvider services, ILoggerFactory logs, SeeAppeal see, SeeDenialAppeals appeals, SeeDenial denials, SeeFilingProof filings, SeeDocuments documents, OpenDocument open, PdfPrinter printer, PdfJoiner joiner,
    KeepPacket keep, TimeProvider clock)
{
    private sealed record Enclosed(string Title, string MediaType, byte[] Content);

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

        var (enclosed, locked) = await EnclosedAsync(view, actor, cancellation);
        if (locked is not null) { return new(false, locked); }

        var (pdf, pages, sentence) = await PrintAsync(view, claims, enclosed, actor, cancellation);
        return pdf is null
            ? new(false, new("packet_not_printed", sentence ?? "The PDF could not be made."))
            : await keep.Run(
                new()
                {
                    PracticeId = practiceId,
                    AppealId = appealId,
                    Version = version,
                    Channel = channel,
                    Content = pdf,
                    Pages = pages,
                    Beside = [.. enclosed.Where(e => !Joins(e) && !Pictures(e)).Select(e => new SeparateEnclosure(e.Title, Extension(e.MediaType), e.Content.LongLength))],
                    Parts = [.. PacketPrint.PartsOf(view, claims).Select(p => p.Title), .. enclosed.Select(e => e.Title + (Joins(e) || Pictures(e) ? "" : $" ({Extension(e.MediaType)}, send it beside the packet)"))],
                },
                actor, cancellation);
    }

    /// <summary>The usual ending of a file that no PDF can hold.</summary>
    private static string Extension(string mediaType) => mediaType switch
    {
        "image/tiff" => "tif",
        "application/msword" => "doc",
        _ => "docx",
    };

    private static bool Joins(Enclosed document) => document.MediaType == "application/pdf";

    private static bool Pictures(Enclosed document) => document.MediaType is "image/png" or "image/jpeg";

    /// <summary>Everything printed and joined, its pages, or why not.</summary>
    private async Task<(byte[]? Pdf, int Pages, string? Sentence)> PrintAsync(AppealView view, List<PacketClaim> claims, List<Enclosed> enclosed, Actor actor, CancellationToken cancellation)
    {
        var files = enclosed.Where(Joins).ToList();
        if (files.Count > 0 && !PdfJoiner.Installed) { return (null, 0, PdfJoiner.NotInstalled); }

        var lengths = files.Count == 0 ? [] : await PdfJoiner.PagesAsync([.. files.Select(f => f.Content)], cancellation);
        if (lengths.ToList().FindIndex(l => l < 0) is >= 0 and var broken) { return (null, 0, $"The document “{files[broken].Title}” does not open as a PDF, or is locked with a password. Add it again without one, or withdraw it."); }

        var main = await printer.PrintAsync(await HtmlAsync(view, claims, enclosed, lengths, 0, actor), cancellation);
        if (main.Pdf is not { } first || files.Count == 0) { return (main.Pdf, main.Pdf is null ? 0 : Pages(main.Pdf), main.Sentence); }

        // Printed again once it is known where the documents begin: their pages stand in the contents.
        var own = Pages(first);
        var second = await printer.PrintAsync(await HtmlAsync(view, claims, enclosed, lengths, own, actor), cancellation);
        var total = own + lengths.Sum();
        var numbers = await printer.PrintAsync(await HtmlAsync<PageNumbers>(new() { [nameof(PageNumbers.Foot)] = PacketPrint.Foot(view), [nameof(PageNumbers.Count)] = total }), cancellation);
        if (second.Pdf is not { } body || numbers.Pdf is not { } over) { return (null, 0, second.Sentence ?? numbers.Sentence); }

        return await joiner.JoinAsync([body, .. files.Select(f => f.Content)], over, cancellation) is { } joined
            ? (joined, total, null)
            : (null, 0, "The documents could not be joined. Withdraw the one added last and try again; the log says how the program ended.");
    }

    private Task<string> HtmlAsync(AppealView view, List<PacketClaim> claims, List<Enclosed> enclosed, IReadOnlyList<int> lengths, int before, Actor actor)
    {
        var (at, file) = (before + 1, 0);
        var enclosures = new List<PacketEnclosure>();
        foreach (var document in enclosed)
        {
            enclosures.Add(new(document.Title, Pictures(document) ? $"data:{document.MediaType};base64,{Convert.ToBase64String(document.Content)}" : null, Joins(document) ? at : null, Joins(document) || Pictures(document) ? null : Extension(document.MediaType)));
            if (Joins(document)) { at += lengths[file++]; }
        }

        return HtmlAsync<PacketPrint>(new()
        {
            [nameof(PacketPrint.View)] = view,
            [nameof(PacketPrint.Claims)] = claims,
            [nameof(PacketPrint.Enclosures)] = enclosures,
            [nameof(PacketPrint.Prepared)] = new DeskTime(TimeZoneInfo.FindSystemTimeZoneById(view.TimeZone)).Of(clock.GetUtcNow()),
            [nameof(PacketPrint.By)] = actor.Name,
        });
    }

    /// <summary>The documents of the claims that were not withdrawn, each opened once.</summary>
    private async Task<(List<Enclosed> Enclosed, Refusal? Locked)> EnclosedAsync(AppealView view, Actor actor, CancellationToken cancellation)
    {
        var found = new List<Enclosed>();
        foreach (var member in view.Members.DistinctBy(m => m.ClaimId))
        {
            foreach (var row in (await documents.Run(new() { PracticeId = view.PracticeId, DenialId = member.DenialId }, actor, cancellation))?.Documents.Where(d => d.WithdrawnAt is null) ?? [])
            {
                var opened = await open.Run(new() { PracticeId = view.PracticeId, DocumentId = row.DocumentId, Download = true }, actor, cancellation);
                if (opened.Refusal is { } refusal) { return (found, refusal); }

                if (opened.Content is { } content) { found.Add(new(row.Title.Length > 0 ? row.Title : DocumentKinds.Words(row.Kind), row.MediaType, content)); }
            }
        }

        return (found, null);
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
