using System.Globalization;
using System.Text;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Remittance;

/// <summary>The same totals as <see cref="SplitCalculator"/>, taken from the reader.</summary>
internal sealed class ReaderTotals
{
    public List<RemittanceHeader> Headers { get; } = [];

    public List<RemittanceTrailer> Trailers { get; } = [];

    public List<RemittanceClaim> Claims { get; } = [];

    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    public RemittanceFile File { get; private set; } = new();

    public SortedDictionary<string, decimal> Groups { get; } = [];

    public SortedDictionary<string, decimal> Carc { get; } = [];

    public SortedDictionary<string, int> Rarc { get; } = [];

    public SortedDictionary<string, int> Status { get; } = [];

    public static ReaderTotals Of(byte[] file, RemittanceOptions? options = null) => Of(new MemoryStream(file), options);

    public static ReaderTotals Of(string file) => Of(Encoding.Latin1.GetBytes(file));

    public static ReaderTotals Of(Stream stream, RemittanceOptions? options = null)
    {
        using var reader = new RemittanceReader(stream, options);
        var totals = new ReaderTotals();
        while (reader.Read())
        {
            totals.Take(reader.Current!);
        }

        totals.Problems = reader.Problems;
        totals.File = reader.File;
        return totals;
    }

    /// <summary>Everything a file says, as text, without places: equal for equal content.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        foreach (var header in Headers)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"BPR {header.HandlingCode} {header.Amount} {header.Method} {header.PaymentDate} TRN {header.TraceNumber} {header.PayerIdentifier} PAYER {header.Payer.Name} {header.Payer.BusinessPhone} {header.Payer.Url} PAYEE {header.Payee.Name} {header.Payee.Npi} {header.Payee.TaxId}");
        }

        foreach (var claim in Claims)
        {
            Describe(text, claim);
        }

        foreach (var trailer in Trailers)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"END {trailer.Claims} {trailer.Lines} {trailer.Charge} {trailer.Paid} {trailer.Balance} {trailer.CanonicalHash} {trailer.IsComplete} {trailer.Segments}");
            foreach (var plb in trailer.ProviderAdjustments)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"PLB {plb.ProviderId} {plb.FiscalDate} {plb.Reason} {plb.Reference} {plb.Amount}");
            }
        }

        return text.ToString();
    }

    private static void Describe(StringBuilder text, RemittanceClaim claim)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"CLP {claim.PatientControlNumber} {claim.StatusCode} {claim.Charge} {claim.Paid} {claim.PatientResponsibility} {claim.FilingIndicator} {claim.PayerControlNumber} {claim.Patient?.Name} {claim.Patient?.Id} {claim.Balance.State} {claim.Balance.Difference}");
        text.AppendLine(string.Join(' ', claim.Remarks.Select(r => r.Code)));
        Describe(text, claim.Adjustments);
        foreach (var line in claim.Lines)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"SVC {line.Procedure?.Code} {string.Join(',', line.Procedure?.Modifiers ?? [])} {line.Charge} {line.Paid} {line.RevenueCode} {line.PaidUnits} {line.ServiceFrom} {line.LineControlNumber} {line.Allowed} {string.Join(' ', line.Remarks.Select(r => r.Code))} {line.Balance.State} {line.Balance.Difference}");
            Describe(text, line.Adjustments);
        }
    }

    private static void Describe(StringBuilder text, AdjustmentList adjustments)
    {
        foreach (var a in adjustments)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"CAS {a.Group} {a.Reason} {a.Amount} {a.Quantity}");
        }
    }

    private void Take(RemittanceItem item)
    {
        switch (item)
        {
            case TransactionOpened opened:
                Headers.Add(opened.Header);
                break;
            case ClaimRead read:
                Take(read.Claim);
                break;
            case TransactionClosed closed:
                Trailers.Add(closed.Trailer);
                break;
        }
    }

    private void Take(RemittanceClaim claim)
    {
        Claims.Add(claim);
        Status[claim.StatusCode] = Status.GetValueOrDefault(claim.StatusCode) + 1;
        foreach (var a in claim.AllAdjustments)
        {
            Groups[a.Group] = Groups.GetValueOrDefault(a.Group) + (a.Amount ?? 0m);
            Carc[$"{a.Group}-{a.Reason}"] = Carc.GetValueOrDefault($"{a.Group}-{a.Reason}") + (a.Amount ?? 0m);
        }

        foreach (var remark in claim.Lines.SelectMany(l => l.Remarks).Concat(claim.Remarks.Where(r => r.At.Element == 2)))
        {
            Rarc[remark.Code] = Rarc.GetValueOrDefault(remark.Code) + 1;
        }
    }
}
