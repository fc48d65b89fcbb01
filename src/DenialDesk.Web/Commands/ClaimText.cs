using System.Globalization;
using DenialDesk.Domain.Money;
using DenialDesk.X12.Claims;

namespace DenialDesk.Web.Commands;

/// <summary>Submitted claims (837) as a person reads them on a terminal: who sends what to whom, each claim and its lines.</summary>
internal sealed class ClaimText(TextWriter to)
{
    private string billing = "";

    /// <summary>Writes an item as it passes; memory does not grow with the file.</summary>
    public void Take(ClaimItem item)
    {
        switch (item)
        {
            case BatchOpened { Batch: var batch }:
                billing = "";
                to.WriteLine();
                to.WriteLine($"{InspectText.Words(batch.Flavor)} claims {batch.Reference}, written {Day(batch.Date)}, from {batch.Submitter?.Name.Name} to {batch.Receiver?.Name.Name}");
                break;
            case SubmittedClaimRead { Claim: var claim }:
                Claim(claim);
                break;
            case BatchClosed { Totals: var totals }:
                to.WriteLine($"  {totals.Claims} claims, {totals.Lines} lines, {Dollars.Text(totals.Charge)}.");
                break;
        }
    }

    /// <summary>CLM05-3 in words: original, replacement, void.</summary>
    public static string Frequency(string code) => code switch
    {
        "1" => "original",
        "7" => "replacement",
        "8" => "void",
        "" => "without a frequency",
        _ => $"frequency {code}",
    };

    private void Claim(SubmittedClaim claim)
    {
        var provider = $"{claim.Billing.Party?.Name.Name} {claim.Billing.Party?.Npi}".TrimEnd();
        if (provider != billing)
        {
            billing = provider;
            to.WriteLine($"  provider {provider}");
        }

        var replaces = claim.PayerClaimControlNumber.Length > 0 ? $" of payer's number {claim.PayerClaimControlNumber}" : "";
        to.WriteLine($"  Claim {claim.PatientControlNumber}  {claim.PatientParty?.Name.Name}  {Money(claim.Charge)}  {Frequency(claim.Frequency)}{replaces}  to {claim.Payer?.Name.Name}");
        for (var i = 0; i < claim.Lines.Count; i++)
        {
            var line = claim.Lines[i];
            var procedure = line.Procedure is { } known ? string.Join('-', known.Modifiers.Prepend(known.Code)) : line.RevenueCode;
            to.WriteLine($"    {i + 1,3} {procedure,-11} {Money(line.Charge)}  {line.Units?.ToString("0.###", CultureInfo.InvariantCulture)}  {Day(line.ServiceDate?.From ?? claim.ServiceFrom)}");
        }
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?";

    private static string Money(decimal? amount) => amount is { } known ? Dollars.Text(known) : "?";
}
