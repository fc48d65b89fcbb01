using DenialDesk.App.Appeals;
using DenialDesk.App.Documents;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Payers;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Appeals;

namespace DenialDesk.Web.Commands;

/// <summary>Gives the demo appeals in every status, a second level, and a talk of physicians that is booked.</summary>
public sealed class AppealDemo(
    IServiceProvider services, OpenAppeal open, SeeAppeal see, SaveAppealLetter letter, TakeAppealStep take, KeepPacket keep, SeeDocuments documents, WaiveDocument waive, RecordPeerTalk talk)
{
    /// <summary>What the demo's office names for what could have been stopped.</summary>
    internal const string LetIn = "A field was left empty or wrong before the claim went out";

    private static readonly AppealStep _sent = new() { Kind = AppealStepKind.Send, Channel = Channel.Portal, Reference = "PRT-20418" };
    private static readonly AppealStep _got = new() { Kind = AppealStepKind.Acknowledge, Reference = "ACK-7731" };

    /// <summary>What happens to each appeal after it is ready; the first stays ready.</summary>
    private static readonly AppealStep[][] _ways =
    [
        [],
        [_sent with { Channel = Channel.Fax, Reference = "Fax receipt 0418-22" }],
        [_sent, _got],
        [_sent, new() { Kind = AppealStepKind.AskMore, Note = "The operative note.", AnswerBy = DateOnly.MaxValue }],
        [_sent, _got, new() { Kind = AppealStepKind.Decide, Outcome = AppealStatus.Overturned, Note = "Agreed on review." }],
        [_sent, new() { Kind = AppealStepKind.Decide, Outcome = AppealStatus.Partial, Amount = 1m, Note = "One unit of three." }],
        [_sent, _got, new() { Kind = AppealStepKind.Decide, Outcome = AppealStatus.Upheld, Note = "The criteria of the policy are not met." }],
        [_sent with { Channel = Channel.Mail, Reference = "9407 1118 9956 0000 0018 41" }, new() { Kind = AppealStepKind.Decide, Outcome = AppealStatus.Dismissed, Note = "Filed at the wrong level." }],
        [_sent, _got, new() { Kind = AppealStepKind.Decide, Outcome = AppealStatus.Upheld, Note = "The record does not show failed conservative care." }],
        [new() { Kind = AppealStepKind.Withdraw, Note = "The claim is corrected instead." }],
    ];

    /// <summary>The way whose second level is begun.</summary>
    private const int SecondLevel = 8;

    /// <summary>Appeals some of these denials; what the rules refuse is left to the next one, as a person would. Returns one that was overturned.</summary>
    public async Task<QueueRow?> Run(IReadOnlyList<QueueRow> rows, DateOnly today, Actor biller, Actor manager, CancellationToken cancellation)
    {
        var (way, tried, overturned) = (0, 0, (QueueRow?)null);
        foreach (var row in rows.Where(r => r.Denied > 2m))
        {
            if (way == _ways.Length || tried++ == _ways.Length + 6) { break; }

            if (!await AppealAsync(row, _ways[way], biller, manager, cancellation)) { continue; }

            if (_ways[way] is [.., { Outcome: AppealStatus.Overturned }]) { overturned = row; }

            if (way++ == SecondLevel) { await OpenAsync(row, biller, cancellation); }
        }

        if (rows.Count > 0)
        {
            await talk.Run(
                new()
                {
                    CommandId = Guid.NewGuid(),
                    PracticeId = rows[^1].PracticeId,
                    DenialId = rows[^1].DenialId,
                    State = "booked",
                    Slot = today.AddDays(2).ToDateTime(new TimeOnly(15, 30)),
                    Ours = "Imogen Holloway, MD",
                    Theirs = "The payer's medical director",
                    Reference = "P2P-5581",
                }, biller, cancellation);
        }

        return overturned;
    }

    private Task<AppealResult> OpenAsync(QueueRow row, Actor biller, CancellationToken cancellation) => open.Run(
        new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, DenialIds = [row.DenialId], Department = "Billing", Step = LetIn }, biller, cancellation);

    /// <summary>The biller writes, the manager approves; false when this denial takes no such appeal.</summary>
    private async Task<bool> AppealAsync(QueueRow row, AppealStep[] way, Actor biller, Actor manager, CancellationToken cancellation)
    {
        var begun = await OpenAsync(row, biller, cancellation);
        if (!begun.Done || await SeeAsync(row, begun.AppealId, biller, cancellation) is not { } view) { return false; }

        var text = view.Facts.Holes.Aggregate(
            view.Body, (body, hole) => body.Replace(hole, hole.Contains("letters go", StringComparison.Ordinal) ? "Appeals department" : "the enclosed record shows it", StringComparison.Ordinal));
        await letter.Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, AppealId = begun.AppealId, Version = view.Version, Subject = view.Subject, Body = text }, biller, cancellation);
        if (await SeeAsync(row, begun.AppealId, biller, cancellation) is not { } written) { return false; }

        var version = await StepAsync(written, written.Version, new() { Kind = AppealStepKind.Submit }, biller, cancellation);
        version = await StepAsync(written, version, new() { Kind = AppealStepKind.Approve }, manager, cancellation);
        if (written.Facts.SignatureAsked) { version = await StepAsync(written, version, new() { Kind = AppealStepKind.Sign, SignedBy = "Imogen Holloway, MD" }, biller, cancellation); }

        version = await PackAsync(row, written, version, biller, manager, cancellation);
        version = await StepAsync(written, version, new() { Kind = AppealStepKind.MakeReady }, biller, cancellation);
        foreach (var step in way)
        {
            var typed = step.AnswerBy is null ? step : step with { AnswerBy = view.Today.AddDays(14) };
            version = await StepAsync(written, version, step.Amount is null ? typed : typed with { Amount = Math.Round(view.Facts.Amount / 3m, 2) }, biller, cancellation);
        }

        return version > 0;
    }

    /// <summary>The whole packet where pages can be printed, else one page that says so; papers the demo does not have are waived.</summary>
    private async Task<int> PackAsync(QueueRow row, AppealView appeal, int version, Actor biller, Actor manager, CancellationToken cancellation)
    {
        if (version == 0) { return 0; }

        if (await documents.Run(new() { PracticeId = row.PracticeId, DenialId = row.DenialId }, manager, cancellation) is { } papers)
        {
            foreach (var one in papers.Required.Where(r => !r.Settled))
            {
                await waive.Run(new() { PracticeId = row.PracticeId, DenialId = row.DenialId, Kind = one.Rule.Kind, Reason = "The payer has it already." }, manager, cancellation);
            }
        }

        if (PdfPrinter.Installed && services.GetService<IServiceScopeFactory>() is { } scopes)
        {
            await using var scope = scopes.CreateAsyncScope();
            if (scope.ServiceProvider.GetService<PacketMaker>() is { } maker
                && await maker.MakeAsync(row.PracticeId, appeal.AppealId, version, Channel.Portal, biller, cancellation) is { Done: true } whole)
            {
                return whole.Version;
            }
        }

        var kept = await keep.Run(
            new()
            {
                PracticeId = row.PracticeId,
                AppealId = appeal.AppealId,
                Version = version,
                Channel = Channel.Portal,
                Content = PaperDemo.Page("Packet of the demo: one page, because pages cannot be printed on this machine.", "With WeasyPrint installed the demo has whole ones."),
                Pages = 1,
                Parts = ["Letter"],
            },
            biller, cancellation);
        return kept.Done ? kept.Version : 0;
    }

    /// <summary>The version afterwards; 0 once a step was refused, and then nothing more is tried.</summary>
    private async Task<int> StepAsync(AppealView appeal, int version, AppealStep step, Actor actor, CancellationToken cancellation)
    {
        if (version == 0) { return 0; }

        var result = await take.Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = appeal.PracticeId, AppealId = appeal.AppealId, Version = version, Step = step, Seen = appeal.LetterHash }, actor, cancellation);
        return result.Done ? result.Version : 0;
    }

    private Task<AppealView?> SeeAsync(QueueRow row, long appeal, Actor actor, CancellationToken cancellation)
        => see.Run(new() { PracticeId = row.PracticeId, AppealId = appeal, Again = true }, actor, cancellation);
}
