using DenialDesk.X12.Acknowledgment;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Remittance;
using DenialDesk.X12.Status;

namespace DenialDesk.X12.Tests;

/// <summary>Reads a file to its end and asks for every value once, so that what is read late is tried too.</summary>
internal static class Touching
{
    public static int Segments(byte[] bytes)
    {
        using var reader = new X12Reader(new MemoryStream(bytes));
        while (reader.Read())
        {
            _ = (reader.Segment.Id, reader.Segment.Count, reader.Segment.Text(1), reader.Segment.Number(3), reader.At);
        }

        return reader.Segments;
    }

    public static int Remittances(Stream stream, RemittanceOptions options)
    {
        using var reader = new RemittanceReader(stream, options);
        var claims = 0;
        while (reader.Read())
        {
            switch (reader.Current)
            {
                case ClaimRead read:
                    claims++;
                    Claim(read.Claim);
                    break;
                case TransactionOpened { Header: var header }:
                    _ = (header.Payer.BusinessPhone, header.Payer.Url, header.Payee.Npi, header.Payee.TaxId, header.PayerSystemVersion);
                    break;
            }
        }

        return claims;
    }

    public static int Statuses(Stream stream, X12Limits limits)
    {
        using var reader = new StatusReader(stream, limits);
        var items = 0;
        while (reader.Read())
        {
            items++;
            _ = reader.Current;
        }

        return items;
    }

    public static int Acknowledgments(Stream stream, X12Limits limits)
    {
        var file = AcknowledgmentFile.Read(stream, limits);
        return file.Sets.Count + file.Groups.Count + file.Interchanges.Count + file.Rejections.Count;
    }

    public static int Claims(Stream stream, X12Limits limits)
    {
        using var reader = new ClaimReader(stream, limits);
        var items = 0;
        while (reader.Read())
        {
            items++;
            _ = reader.Current;
        }

        return items;
    }

    private static void Claim(RemittanceClaim claim)
    {
        _ = (claim.Patient, claim.Parties, claim.Inpatient, claim.Outpatient, claim.Remarks, claim.References, claim.Dates, claim.Contacts);
        _ = (claim.Amounts, claim.Quantities, claim.UnknownSegments, claim.Balance, claim.StatementFrom, claim.Segments, claim.DrgWeight);
        _ = (claim.Section?.ProviderSummary?.Charge, claim.Section?.SupplementalSummary?.Drg, claim.Outcomes, claim.OtherRemarks);
        foreach (var adjustment in claim.AllAdjustments)
        {
            _ = (adjustment.At.ToString(), adjustment.Amount, adjustment.Reason);
        }

        foreach (var line in claim.Lines)
        {
            _ = (line.Procedure, line.SubmittedProcedure, line.ServiceFrom, line.ServiceTo, line.References, line.Amounts, line.Remarks);
            _ = (line.OtherRemarks, line.UnknownSegments, line.Balance, line.ByteLength, line.PolicyIds, line.PaidUnits);
        }
    }
}
