using DenialDesk.X12.Claims;
using DenialDesk.X12.Writing;

namespace DenialDesk.X12.Tests.Writing;

/// <summary>Every row of docs/rules/corrected-claims.md.</summary>
public sealed class CorrectionRulesTests
{
    private const string Professional = "837p-every-segment.837";
    private const string Institutional = "837i-every-segment.837";

    private static readonly Dictionary<string, (SubmittedClaim Claim, CorrectedClaimRequest Request)> Attempts = Make();

    public static TheoryData<string, string, string, string, string> Written
    {
        get
        {
            var data = new TheoryData<string, string, string, string, string>();
            foreach (var row in Rows("written from"))
            {
                data.Add(row[0], row[1], row[2], row[3], row[4]);
            }

            return data;
        }
    }

    public static TheoryData<string, string> Refused
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var row in Rows("attempt"))
            {
                data.Add(row[0], row[1]);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void Frequency_and_payer_number_are_as_the_table_says(string from, string kind, string answer, string frequency, string number)
    {
        var parts = from.Split(' ');
        var original = parts[0] == "professional"
            ? CorrectedClaimTests.Claim(Professional, t => t.Replace("11:B:7", $"11:B:{parts[1]}", StringComparison.Ordinal))
            : CorrectedClaimTests.Claim(Institutional, t => t.Replace("13:A:1", $"13:A:{parts[1]}", StringComparison.Ordinal));

        var request = CorrectedClaimTests.Request(Enum.Parse<ResubmissionKind>(kind, ignoreCase: true)) with { Answer = Enum.Parse<PayerAnswer>(answer, ignoreCase: true) };
        var result = CorrectedClaim.Write(original, request);

        Assert.Empty(result.Refusals);
        var claim = Assert.Single(Claims.ReadClaims.Of(result.Interchange!).Claims);
        Assert.Equal(frequency, claim.Frequency);
        Assert.Equal(number == "none" ? "" : number, claim.PayerClaimControlNumber);
        Assert.Equal(kind == "fresh" && answer == "adjudicated", result.Warnings.Any(w => w.Contains("duplicate", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_refusal_says_what_to_do(string attempt, string sentence)
    {
        var (claim, request) = Attempts[attempt];

        var result = CorrectedClaim.Write(claim, request);

        Assert.Null(result.Interchange);
        Assert.Empty(result.Changes);
        Assert.Contains(result.Refusals, r => r.Contains(sentence, StringComparison.Ordinal));
        Assert.All(result.Refusals, r => Assert.EndsWith(".", r, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_attempt_stands_in_the_table() =>
        Assert.Equal(Attempts.Keys.Order(StringComparer.Ordinal), Rows("attempt").Select(r => r[0]).Order(StringComparer.Ordinal));

    private static Dictionary<string, (SubmittedClaim Claim, CorrectedClaimRequest Request)> Make()
    {
        var p = CorrectedClaimTests.Claim(Professional);
        var i = CorrectedClaimTests.Claim(Institutional);
        var corrected = CorrectedClaimTests.Request(ResubmissionKind.Corrected);
        var void8 = CorrectedClaimTests.Request(ResubmissionKind.Void);
        var fresh = CorrectedClaimTests.Request(ResubmissionKind.Fresh);
        CorrectedClaimRequest Edit(ClaimEdits edits) => corrected with { Edits = edits };
        CorrectedClaimRequest Line(LineEdit line) => Edit(new ClaimEdits { Lines = [line] });
        CorrectedClaimRequest Person(PersonEdit person) => Edit(new ClaimEdits { Subscriber = person });
        string[] many = ["A00", "A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A09", "B00", "B01", "B02"];

        return new()
        {
            ["corrected without the payer's number"] = (p, corrected with { PayerClaimControlNumber = "" }),
            ["void without the payer's number"] = (p, void8 with { PayerClaimControlNumber = "" }),
            ["corrected after a rejection"] = (p, corrected with { Answer = PayerAnswer.Rejected }),
            ["void after an unprocessable return"] = (p, void8 with { Answer = PayerAnswer.Unprocessable }),
            ["fresh with the payer's number"] = (p, fresh with { PayerClaimControlNumber = "NS999" }),
            ["void with a change"] = (p, void8 with { Edits = new ClaimEdits { Note = "NO" } }),
            ["corrected to another payer"] = (p, Edit(new ClaimEdits { Payer = new PayerEdit("ELM", "PI", "EB001") })),
            ["a dental claim"] = (CorrectedClaimTests.Claim("837d-every-segment.837"), corrected),
            ["a void of a void"] = (CorrectedClaimTests.Claim(Professional, t => t.Replace("11:B:7", "11:B:8", StringComparison.Ordinal)), void8),
            ["without ISA"] = (CorrectedClaimTests.Claim(Professional, t => t[t.IndexOf("ST*837", StringComparison.Ordinal)..]), corrected),
            ["without a line"] = (CorrectedClaimTests.Claim(Professional, t => t[..t.IndexOf("LX*1", StringComparison.Ordinal)] + t[t.IndexOf("SE*", StringComparison.Ordinal)..]), corrected),
            ["the original's ISA13"] = (p, corrected with { InterchangeControlNumber = 901 }),
            ["the original's BHT03"] = (p, corrected with { BatchReference = "CB000901" }),
            ["ISA13 of zero"] = (p, corrected with { InterchangeControlNumber = 0 }),
            ["ST02 of one digit"] = (p, corrected with { TransactionControlNumber = "1" }),
            ["a separator in a name"] = (p, Person(new PersonEdit { LastName = "CALL*OWAY" })),
            ["an accent in a name"] = (p, Person(new PersonEdit { LastName = "MU\u00d1OZ" })),
            ["an empty member id"] = (p, Person(new PersonEdit { MemberId = "" })),
            ["a patient who is the subscriber"] = (i, Edit(new ClaimEdits { Patient = new PersonEdit { FirstName = "IVO" } })),
            ["thirteen diagnoses"] = (p, Edit(new ClaimEdits { Diagnoses = many.Select(c => new DiagnosisEdit(c)).ToArray() })),
            ["a diagnosis twice"] = (p, Edit(new ClaimEdits { Diagnoses = [new DiagnosisEdit("I10"), new DiagnosisEdit("i10")] })),
            ["a pointer to no diagnosis"] = (p, Line(new LineEdit { Line = 2, DiagnosisPointers = [4] })),
            ["five modifiers"] = (p, Line(new LineEdit { Line = 1, Modifiers = ["25", "59", "76", "77", "GT"] })),
            ["zero units"] = (p, Line(new LineEdit { Line = 1, Units = 0 })),
            ["a service after the day of writing"] = (p, Line(new LineEdit { Line = 1, ServiceFrom = new DateOnly(2026, 7, 2) })),
            ["all lines removed"] = (p, Edit(new ClaimEdits { Lines = [new LineEdit { Line = 1, Remove = true }, new LineEdit { Line = 2, Remove = true }] })),
            ["a line that is not there"] = (p, Line(new LineEdit { Line = 3, Units = 1 })),
            ["an attachment without its number"] = (p, Edit(new ClaimEdits { Attachments = [new AttachmentEdit("OZ", "FX", "")] })),
            ["a delay reason of 12"] = (p, Edit(new ClaimEdits { DelayReason = "12" })),
            ["F8 among the references"] = (p, Edit(new ClaimEdits { References = new Dictionary<string, string> { ["F8"] = "X" } })),
            ["an NPI that fails its check digit"] = (p, Edit(new ClaimEdits { RenderingProvider = new ProviderEdit(Npi: "1234567890") })),
            ["a charge that no longer balances with another payer"] = (p, Line(new LineEdit { Line = 1, Charge = 400 })),
        };
    }

    private static IEnumerable<string[]> Rows(string firstColumn)
    {
        var inside = false;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "rules", "corrected-claims.md")))
        {
            var cells = line.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToArray();
            if (!line.StartsWith('|'))
            {
                inside = false;
            }
            else if (cells[0] == firstColumn)
            {
                inside = true;
            }
            else if (inside && !cells[0].StartsWith("--", StringComparison.Ordinal))
            {
                yield return cells;
            }
        }
    }
}
