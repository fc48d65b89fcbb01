using System.Text;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Tests.Claims;
using DenialDesk.X12.Writing;

namespace DenialDesk.X12.Tests.Writing;

public sealed class CorrectedClaimTests(ITestOutputHelper output)
{
    private static readonly string[] Wrappers = ["ISA", "GS*", "ST*", "BHT"];

    [Fact]
    public void A_corrected_claim_differs_in_its_wrappers_and_in_what_was_asked()
    {
        var edits = new ClaimEdits
        {
            Subscriber = new PersonEdit { MemberId = "XZB999" },
            AuthorizationNumber = "AU77",
            Lines = [new LineEdit { Line = 2, Procedure = "82652", Modifiers = ["90"], Units = 3, Charge = 210 }],
            Attachments = [new AttachmentEdit("OZ", "EL", "PW2")],
        };

        var result = CorrectedClaim.Write(Professional(), Request(ResubmissionKind.Corrected, edits));

        Assert.Empty(result.Refusals);
        Assert.Equal(
            [
                "NM1*IL*1*CALLOWAY*NORA*B**JR*MI*XZB111222333 -> NM1*IL*1*CALLOWAY*NORA*B**JR*MI*XZB999",
                "CLM*CB300100*520.5***11:B:7*Y*A*Y*Y*P*AA:OA:TX*02*******11 -> CLM*CB300100*530.5***11:B:7*Y*A*Y*Y*P*AA:OA:TX*02*******11",
                " -> PWK*OZ*EL***AC*PW2",
                "REF*G1*AU99812 -> REF*G1*AU77",
                "REF*F8*NS20260001 -> REF*F8*NS999",
                "SV1*HC:82306*200*UN*2***1:3 -> SV1*HC:82652:90*210*UN*3***1:3",
            ],
            Told(result));
    }

    [Theory]
    [InlineData("837p-every-segment.837", "8")]
    [InlineData("837i-every-segment.837", "8")]
    public void A_void_repeats_the_claim_with_another_frequency_and_the_payers_number(string name, string frequency)
    {
        var original = Claim(name);

        var result = CorrectedClaim.Write(original, Request(ResubmissionKind.Void));

        var again = Assert.Single(ReadClaims.Of(result.Interchange!).Claims);
        Assert.Equal(frequency, again.Frequency);
        Assert.Equal("NS999", again.PayerClaimControlNumber);
        Assert.Equal(original.Charge, again.Charge);
        Assert.All(Told(result), change => Assert.True(change.Contains("CLM*", StringComparison.Ordinal) || change.Contains("REF*F8", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_fresh_claim_is_an_original_and_names_no_earlier_one()
    {
        var result = CorrectedClaim.Write(Professional(), Request(ResubmissionKind.Fresh));

        var again = Assert.Single(ReadClaims.Of(result.Interchange!).Claims);
        Assert.Equal("1", again.Frequency);
        Assert.Equal("", again.PayerClaimControlNumber);
        Assert.Equal(
            ["CLM*CB300100*520.5***11:B:7*Y*A*Y*Y*P*AA:OA:TX*02*******11 -> CLM*CB300100*520.5***11:B:1*Y*A*Y*Y*P*AA:OA:TX*02*******11", "REF*F8*NS20260001 -> "],
            Told(result));
    }

    [Fact]
    public void Everything_not_asked_for_stands_byte_for_byte()
    {
        var before = ShippedFile.Text("837i-every-segment.837").Split('\n');

        var result = CorrectedClaim.Write(Claim("837i-every-segment.837"), Request(ResubmissionKind.Corrected));

        var after = Encoding.Latin1.GetString(result.Interchange!).Split('\n');
        Assert.Equal(
            ["ISA", "GS", "ST", "BHT", "CLM", "SE", "GE", "IEA"],
            before.Except(after).Select(s => s.Split('*')[0]));
        Assert.Equal(
            ["ISA", "GS", "ST", "BHT", "CLM", "REF", "SE", "GE", "IEA"],
            after.Except(before).Select(s => s.Split('*')[0]));
        Assert.Contains("CLM*CB400100*1250***13:A:7**A*Y*Y~", after);
        Assert.Equal("137", Assert.Single(ReadClaims.Of(result.Interchange!).Claims).TypeOfBill);
    }

    [Theory]
    [InlineData("837p-every-segment.837")]
    [InlineData("837i-every-segment.837")]
    [InlineData("837d-every-segment.837")]
    public void A_claim_written_alone_as_it_was_sent_is_the_file_it_came_from(string name) =>
        Assert.Equal(ShippedFile.Bytes(name), CorrectedClaim.Original(Claim(name).Source));

    [Theory]
    [InlineData('|', '>', '!', '\n', "")]
    [InlineData('+', '<', '`', '\'', "\r\n")]
    public void A_claim_of_other_delimiters_is_written_with_them(char element, char component, char repetition, char segment, string lineEnd)
    {
        var bytes = Dress.With(ShippedFile.Text("837i-every-segment.837"), element, component, repetition, segment, lineEnd);
        var original = ReadClaims.Of(bytes).Claims[0];

        Assert.Equal(bytes, CorrectedClaim.Original(original.Source));
        var result = CorrectedClaim.Write(original, Request(ResubmissionKind.Corrected));
        Assert.Empty(result.Refusals);
        Assert.Equal("137", Assert.Single(ReadClaims.Of(result.Interchange!).Claims).TypeOfBill);
    }

    [Fact]
    public void The_new_file_has_new_control_numbers_and_right_counts()
    {
        var result = CorrectedClaim.Write(Professional(), Request(ResubmissionKind.Corrected));

        var read = ReadClaims.Of(result.Interchange!);
        Assert.Empty(read.Problems);
        var batch = Assert.Single(read.Batches);
        Assert.Equal("000000902", batch.Envelope.Interchange!.ControlNumber);
        Assert.True(batch.Envelope.Interchange.IsTest);
        Assert.Equal("902", batch.Envelope.Group!.ControlNumber);
        Assert.Equal("0777", batch.Envelope.Transaction!.ControlNumber);
        Assert.Equal("CB000902", batch.Reference);
        Assert.Equal(new DateOnly(2026, 7, 1), batch.Date);
        var text = Encoding.Latin1.GetString(result.Interchange!);
        Assert.Equal(106, text.IndexOf('\n', StringComparison.Ordinal));
        Assert.EndsWith("GE*1*902~\nIEA*1*000000902~\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_claim_of_many_is_written_alone_under_its_own_loops()
    {
        int written = 0, refused = 0;
        foreach (var path in Corpus.Files("837P").Concat(Corpus.Files("837I")))
        {
            foreach (var claim in ReadClaims.Of(File.ReadAllBytes(path)).Claims.Take(5))
            {
                var result = CorrectedClaim.Write(claim, Request(ResubmissionKind.Corrected) with { Date = new DateOnly(2036, 7, 1) });
                Assert.True(result.Interchange is not null || result.Refusals.Count > 0);
                refused += result.Interchange is null ? 1 : 0;
                if (result.Interchange is { } bytes)
                {
                    written++;
                    var again = Assert.Single(ReadClaims.Of(bytes).Claims);
                    Assert.Equal(claim.PatientControlNumber, again.PatientControlNumber);
                    Assert.Equal(claim.Lines.Count, again.Lines.Count);
                    Assert.Equal(claim.LineCharges, again.Charge);
                    Assert.Equal("7", again.Frequency);
                    Assert.Equal("NS999", again.PayerClaimControlNumber);
                    Assert.Equal(claim.PatientParty?.Name.Name, again.PatientParty?.Name.Name);
                }
            }
        }

        output.WriteLine($"{written} written, {refused} refused");
        Assert.True(written > 100, $"only {written} claims were written, {refused} refused");
    }

    [Fact]
    public void Edits_reach_every_part_of_the_claim()
    {
        var edits = ManyEdits();

        var result = CorrectedClaim.Write(Claim("837p-every-segment.837"), Request(ResubmissionKind.Fresh, edits with { Lines = [new LineEdit { Line = 2, Charge = 210 }] }));

        Assert.Contains(result.Refusals, r => r.Contains("another payer paid and adjusted", StringComparison.Ordinal));
        result = CorrectedClaim.Write(Professional(), Request(ResubmissionKind.Fresh, edits));
        Assert.Empty(result.Refusals);
        var claim = Assert.Single(ReadClaims.Of(result.Interchange!).Claims);
        Assert.Equal(("CALLAWAY", "", "U"), (claim.Subscriber.Party!.Name.Name, claim.Subscriber.Party.Name.MiddleName, claim.Subscriber.Party.Sex));
        Assert.Equal(("1 NEW ST", "", "AUSTIN"), (claim.Subscriber.Party.Address!.Line1, claim.Subscriber.Party.Address.Line2, claim.Subscriber.Party.Address.City));
        Assert.Equal(("IVAN", "G8"), (claim.Patient!.Party!.Name.FirstName, claim.Patient.Relationship));
        Assert.Equal(("ELM", "EB9", "GRP78"), (claim.Payer!.Name.Name, claim.Payer.Name.Id, claim.Subscriber.Coverage!.GroupNumber));
        Assert.Equal(("22", "9", "", "MR9", "AU99812"), (claim.Facility, claim.DelayReason, claim.ReferralNumber, claim.MedicalRecordNumber, claim.AuthorizationNumber));
        Assert.Equal(new DateOnly(2026, 5, 21), claim.Date("431")!.From);
        Assert.Null(claim.Date("439"));
        Assert.Equal(["ABK:I10", "ABF:E1165", "ABF:Z7982"], claim.Diagnoses.Select(d => $"{d.Qualifier}:{d.Code}"));
        Assert.Equal(("STONE", "207R00000X"), (claim.Party("82")!.Name.Name, claim.Party("82")!.Taxonomy));
        Assert.Equal("SEE NOTES", Assert.Single(claim.Notes).Text);
        var line = Assert.Single(claim.Lines);
        Assert.Equal(("1", "22", 520.5m, "AL2"), (line.Number, line.PlaceOfService, line.Charge, line.AuthorizationNumber));
        Assert.Equal([2], line.DiagnosisPointers);
        Assert.Equal(new DateOnly(2026, 6, 2), line.ServiceDate!.To);
    }

    [Theory]
    [InlineData("837p-every-segment.837")]
    [InlineData("837i-every-segment.837")]
    public void A_damaged_original_is_written_as_one_claim_or_refused(string name)
    {
        var numbers = new Random(7);
        var file = ShippedFile.Bytes(name);
        int written = 0, refused = 0;
        for (var i = 0; i < 1_500; i++)
        {
            foreach (var claim in ReadClaims.Of(Mutation.Of(file, numbers)).Claims)
            {
                var request = i % 3 == 0 ? Request(ResubmissionKind.Corrected) : i % 3 == 1 ? Request(ResubmissionKind.Void) : Request(ResubmissionKind.Fresh, ManyEdits());
                var result = CorrectedClaim.Write(claim, request);

                Assert.Equal(result.Interchange is null, result.Refusals.Count > 0);
                refused += result.Interchange is null ? 1 : 0;
                if (result.Interchange is { } bytes)
                {
                    written++;
                    Assert.Single(ReadClaims.Of(bytes).Claims);
                }
            }
        }

        output.WriteLine($"{written} written, {refused} refused");
        Assert.True(written > 100 && refused > 100, $"{written} written, {refused} refused");
    }

    internal static SubmittedClaim Claim(string name, Func<string, string>? change = null) =>
        ReadClaims.Of(Encoding.Latin1.GetBytes((change ?? (t => t))(ShippedFile.Text(name)))).Claims[0];

    private static ClaimEdits ManyEdits() => new()
    {
        Subscriber = new PersonEdit { LastName = "CALLAWAY", MiddleName = "", BirthDate = new DateOnly(1984, 3, 10), Sex = "U", Address = new AddressEdit("1 NEW ST", "", "AUSTIN", "TX", "78701") },
        Patient = new PersonEdit { FirstName = "IVAN" },
        PatientRelationship = "G8",
        Payer = new PayerEdit("ELM", "PI", "EB9"),
        GroupNumber = "GRP78",
        Facility = "22",
        DelayReason = "9",
        ReferralNumber = "",
        References = new Dictionary<string, string> { ["EA"] = "MR9" },
        Dates = [new DateEdit("431", new DateOnly(2026, 5, 21)), new DateEdit("439", null)],
        Diagnoses = [new DiagnosisEdit("i10"), new DiagnosisEdit("E11.65"), new DiagnosisEdit("Z79.82")],
        RenderingProvider = new ProviderEdit("STONE", "ADA", "2999112016", "207R00000X"),
        Note = "SEE NOTES",
        Lines =
        [
            new LineEdit { Line = 1, Remove = true },
            new LineEdit { Line = 2, PlaceOfService = "22", DiagnosisPointers = [2], ServiceFrom = new DateOnly(2026, 6, 2), AuthorizationNumber = "AL2", Note = "LATE", Charge = 520.50m },
        ],
    };

    internal static CorrectedClaimRequest Request(ResubmissionKind kind, ClaimEdits? edits = null) => new()
    {
        Kind = kind,
        Answer = kind == ResubmissionKind.Fresh ? PayerAnswer.Rejected : PayerAnswer.Adjudicated,
        PayerClaimControlNumber = kind == ResubmissionKind.Fresh ? "" : "NS999",
        InterchangeControlNumber = 902,
        GroupControlNumber = 902,
        TransactionControlNumber = "0777",
        BatchReference = "CB000902",
        Date = new DateOnly(2026, 7, 1),
        Time = new TimeOnly(9, 5),
        IsTest = true,
        Edits = edits ?? new ClaimEdits(),
    };

    /// <summary>The other payer's amounts are taken out: they would no longer balance with a changed charge.</summary>
    private static SubmittedClaim Professional() =>
        Claim("837p-every-segment.837", t => t.Replace("AMT*D*350~\n", "", StringComparison.Ordinal));

    private static List<string> Told(CorrectedClaimResult result) =>
        result.Changes.Where(c => !Wrappers.Contains((c.Before ?? c.After)![..3])).Select(c => $"{c.Before} -> {c.After}").ToList();
}
