using System.Globalization;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Money;
using DenialDesk.X12.Status;

namespace DenialDesk.Web.Commands;

/// <summary>Claim status (277) as a person reads it on a terminal: who answers what, each claim and what became of it, rejections first to the eye.</summary>
internal sealed class StatusText(TextWriter to)
{
    private StatusLevel? source;

    public void Take(StatusItem item)
    {
        switch (item)
        {
            case StatusOpened { Header: var header }:
                to.WriteLine();
                to.WriteLine($"{InspectText.Words(header.Kind)} {header.ReferenceNumber}, written {Day(header.Date)}");
                break;
            case StatusLevelRead { Level: var level }:
                Level(level);
                break;
            case StatusClaimRead { Claim: var claim }:
                Claim(claim);
                break;
            case StatusClosed { Trailer: var trailer }:
                to.WriteLine($"  {trailer.Claims} claims: {trailer.Accepted} accepted, {trailer.Rejected} rejected ({Dollars.Text(trailer.RejectedAmount)}).");
                break;
        }
    }

    private void Level(StatusLevel level)
    {
        switch (level.Role)
        {
            case StatusRole.Source:
                source = level;
                to.WriteLine($"  from {level.Party?.Name} ({InspectText.Words(StatusDecision.SpeakerOf(level))}), received {Day(level.Date("050")?.From)}, processed {Day(level.Date("009")?.From)}");
                break;
            case StatusRole.Receiver:
                to.WriteLine($"  to {level.Party?.Name}, for our batch {level.Traces.FirstOrDefault(t => t.Type == "2")?.Number}");
                break;
            case StatusRole.Provider:
                to.WriteLine($"  provider {level.Party?.Name} {level.Party?.Id}");
                break;
        }

        if (level.RejectsAllBelow) { InspectText.Rejection(to, InspectStatus.Whole("277", level, source)); }
    }

    private void Claim(StatusClaim claim)
    {
        if (claim.Decision.Outcome == StatusOutcome.Rejected)
        {
            InspectText.Rejection(to, InspectStatus.Claim("277", claim));
            return;
        }

        var number = claim.PatientControlNumber.Length > 0 ? claim.PatientControlNumber : $"with trace {claim.TraceNumber}";
        var amount = claim.Charge is { } billed ? $"  {Dollars.Text(billed)}" : "";
        var payer = claim.PayerClaimNumber is { } own ? $"  payer's number {own}" : "";
        var review = claim.Decision.NeedsReview ? "  CHECK: the file contradicts itself here" : "";
        to.WriteLine($"  Claim {number}  {InspectText.Words(claim.Decision.Outcome)}{amount}{payer}{review}");
        foreach (var words in claim.Statuses.SelectMany(InspectStatus.Words).Distinct()) { to.WriteLine($"            {words}"); }
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?";
}
