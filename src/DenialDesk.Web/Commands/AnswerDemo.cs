using System.Globalization;
using DenialDesk.App.Corrections;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Corrections;
using DenialDesk.Samples;

namespace DenialDesk.Web.Commands;

/// <summary>Lets the demo's corrections be answered: by the clearinghouse, by the payer, refused, and paid; one goes by fax. Also what an appeal brought is paid.</summary>
public sealed class AnswerDemo(ListCorrections list, SeeCorrection see, WriteCorrection correct, SendCorrection send, TickCorrection tick, RecordPaperCorrection paper, WritePaperRemittance write, ImportFile import)
{
    /// <summary>Above every number that the sample year uses.</summary>
    private const int Control = 990_001;

    /// <summary>Answers what was sent, and pays the overturned one.</summary>
    /// <param name="free">Denials that nobody works on and that a correction would help: one goes by fax, one as a file and is paid.</param>
    /// <param name="overturned">A denial whose appeal was won; null for none.</param>
    public async Task Run(IReadOnlyList<QueueRow> free, QueueRow? overturned, Actor biller, CancellationToken cancellation)
    {
        var sent = (await list.Run(new() { State = "all" }, biller, cancellation)).Rows.Where(r => r.SentOn is not null).ToList();
        var answers = new List<CorrectionStatus>();
        for (var i = 0; i < Math.Min(3, sent.Count); i++)
        {
            if (await see.Run(new() { PracticeId = sent[i].PracticeId, DenialId = sent[i].DenialId }, biller, cancellation) is not { Sent: { } claim } view) { continue; }

            var service = claim.Lines.Select(l => l.On).FirstOrDefault(d => d is not null) ?? view.DeniedOn;
            answers.Add(new(
                i == 0 ? view.Payer : null, claim.Account, claim.PatientLastName, claim.PatientFirstName, claim.MemberId, claim.Charge ?? 0m, service, i == 2 ? "A3:164:IL" : "A2:20:PR"));
        }

        if (answers.Count > 0) { await TakeAsync("corrections.277", CorrectionStatus.File(sent[0].SentOn!.Value, Control, answers), cancellation); }

        if (overturned is not null) { await PayAsync(overturned.PracticeId, overturned.DenialId, "EFT-990003", biller, cancellation); }

        var (faxed, paid) = (false, false);
        foreach (var row in free.Take(8))
        {
            if (!faxed) { faxed = await FaxAsync(row, biller, cancellation); }
            else if (!paid) { paid = await CorrectAsync(row, biller, cancellation) && await PayAsync(row.PracticeId, row.DenialId, "EFT-990002", biller, cancellation); }
        }
    }

    private async Task<bool> CorrectAsync(QueueRow row, Actor biller, CancellationToken cancellation)
    {
        if (await see.Run(new() { PracticeId = row.PracticeId, DenialId = row.DenialId }, biller, cancellation) is not { Sent: { } claim } view || claim.Charge != view.Denied) { return false; }

        var written = await correct.Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, DenialId = row.DenialId, Kind = view.Suggested, Corrections = new() { Note = "CORRECTED CLAIM" } }, biller, cancellation);
        if (written.AttemptId is not { } attempt) { return false; }

        await TickAsync(view, biller, cancellation);
        return (await send.Run(new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, AttemptId = attempt, Version = view.Version }, biller, cancellation)).Done;
    }

    /// <summary>The payer pays a claim after all that it had refused whole: four fifths of the charge, the rest its contract's.</summary>
    private async Task<bool> PayAsync(int practiceId, long denialId, string number, Actor biller, CancellationToken cancellation)
    {
        if (await see.Run(new() { PracticeId = practiceId, DenialId = denialId }, biller, cancellation) is not { Sent: { } claim } view || claim.Charge != view.Denied) { return false; }

        var lines = claim.Lines.Select(Line).ToList();
        var written = await write.Run(
            new()
            {
                Paper = new()
                {
                    Payer = view.Payer,
                    PracticeId = practiceId,
                    Method = "ACH",
                    Number = number,
                    Date = view.Today,
                    Amount = lines.Sum(l => l.Paid),
                    Claims =
                    [
                        new()
                        {
                            PatientControlNumber = claim.Account,
                            LastName = claim.PatientLastName,
                            FirstName = claim.PatientFirstName,
                            MemberId = claim.MemberId,
                            PayerClaimNumber = view.PayerClaimNumber,
                            Lines = lines,
                        },
                    ],
                },
            }, biller, cancellation);
        if (written is not { File: { } file, Hold: null }) { return false; }

        await TakeAsync(written.Name, file, cancellation);
        return true;
    }

    private static PaperLine Line(LineAsSent line)
    {
        var charge = line.Charge ?? 0m;
        var paid = Math.Round(charge * 0.8m, 2);
        return new()
        {
            Procedure = line.Procedure,
            Modifiers = string.Join(' ', line.Modifiers),
            ServiceDate = line.On,
            Charge = charge,
            Paid = paid,
            Adjustments = [new() { Group = "CO", Reason = "45", Amount = charge - paid }],
        };
    }

    private async Task<bool> FaxAsync(QueueRow row, Actor biller, CancellationToken cancellation)
    {
        if (await see.Run(new() { PracticeId = row.PracticeId, DenialId = row.DenialId }, biller, cancellation) is not { } view) { return false; }

        await TickAsync(view, biller, cancellation);
        var result = await paper.Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                PracticeId = row.PracticeId,
                DenialId = row.DenialId,
                Version = view.Version,
                Kind = view.Suggested,
                Changes = "Modifier 25 added to the visit, as the note supports it.",
                Channel = PaperChannel.Fax,
                Proof = string.Create(CultureInfo.InvariantCulture, $"Fax receipt {view.Today:MMdd}-1107"),
            }, biller, cancellation);
        return result.Done;
    }

    private async Task TickAsync(CorrectionView view, Actor biller, CancellationToken cancellation)
    {
        foreach (var item in view.Items) { await tick.Run(new() { PracticeId = view.PracticeId, DenialId = view.DenialId, Item = item.Text, Done = true }, biller, cancellation); }
    }

    private async Task TakeAsync(string name, byte[] content, CancellationToken cancellation)
    {
        await using var stream = new MemoryStream(content);
        await import.Run(new() { Content = stream, Name = name, Source = ImportFile.Source.Demo }, Actor.Desk, cancellation);
    }
}
