using System.Globalization;
using System.Text;

namespace DenialDesk.X12.Tests.Remittance;

/// <summary>Segments dropped, doubled and swapped: nothing throws and no adjustment is given to another claim.</summary>
public sealed class SegmentMutationTests
{
    private const int Claims = 6;

    [Fact]
    public void Dropping_any_segment_moves_no_adjustment_to_another_claim()
    {
        var segments = Remittance();
        for (var i = 0; i < segments.Count; i++)
        {
            var fewer = segments.ToList();
            fewer.RemoveAt(i);

            AssertEveryAdjustmentIsAtHome(fewer, $"without segment {i} {segments[i]}");
        }
    }

    [Fact]
    public void Doubling_any_segment_moves_no_adjustment_to_another_claim()
    {
        var segments = Remittance();
        for (var i = 0; i < segments.Count; i++)
        {
            var more = segments.ToList();
            more.Insert(i, segments[i]);

            AssertEveryAdjustmentIsAtHome(more, $"with segment {i} {segments[i]} doubled");
        }
    }

    [Fact]
    public void Swapping_any_two_segments_leaves_each_adjustment_with_the_claim_that_was_open()
    {
        var numbers = new Random(20260105);
        var segments = Remittance();
        for (var round = 0; round < 3000; round++)
        {
            var swapped = segments.ToList();
            int a = numbers.Next(segments.Count), b = numbers.Next(segments.Count);
            (swapped[a], swapped[b]) = (swapped[b], swapped[a]);
            var open = OpenClaimOfEachAdjustment(swapped);

            var read = ReaderTotals.Of(Join(swapped));

            foreach (var claim in read.Claims)
            {
                foreach (var adjustment in claim.AllAdjustments)
                {
                    var key = adjustment.Amount!.Value.ToString(CultureInfo.InvariantCulture);
                    Assert.True(open[key] == claim.PatientControlNumber, $"swapping {a} and {b}: adjustment {key} went to {claim.PatientControlNumber}");
                }
            }
        }
    }

    [Fact]
    public void A_claim_whose_start_is_lost_is_reported_and_its_patient_goes_to_nobody()
    {
        var segments = Remittance();
        segments.RemoveAt(segments.FindIndex(s => s.StartsWith("CLP*C3", StringComparison.Ordinal)));

        var read = ReaderTotals.Of(Join(segments));

        Assert.Equal(Claims - 1, read.Claims.Count);
        Assert.DoesNotContain(read.Claims, c => c.Parties.Any(p => p.Name == "PATIENT3"));
        Assert.Contains(read.Problems, p => p.Code == "claim-start-missing" && p.Severity == Severity.Rejects);
        Assert.True(Assert.Single(read.Trailers).Rejects);
        Assert.NotEmpty(read.Trailers[0].UnknownSegments);
    }

    private static void AssertEveryAdjustmentIsAtHome(List<string> segments, string what)
    {
        var read = ReaderTotals.Of(Join(segments));

        foreach (var claim in read.Claims)
        {
            foreach (var adjustment in claim.AllAdjustments)
            {
                var home = "C" + (int)(adjustment.Amount!.Value / 100);
                Assert.True(home == claim.PatientControlNumber, $"{what}: adjustment of {home} went to {claim.PatientControlNumber}");
            }
        }
    }

    /// <summary>The claim open at each CAS by the order of the file alone: CLP opens, the loop headers and PLB close.</summary>
    private static Dictionary<string, string> OpenClaimOfEachAdjustment(List<string> segments)
    {
        var found = new Dictionary<string, string>();
        var open = "";
        foreach (var e in segments.Select(s => s.Split('*')))
        {
            open = e[0] switch
            {
                "CLP" => e[1],
                "LX" or "PLB" or "SE" or "ST" or "GS" or "GE" or "ISA" or "IEA" => "",
                _ => open,
            };
            if (e[0] == "CAS")
            {
                found[e[3]] = open;
                if (e.Length > 6)
                {
                    found[e[6]] = open;
                }
            }
        }

        return found;
    }

    /// <summary>Every amount tells its claim: 301, 302… are adjustments of C3.</summary>
    private static List<string> Remittance()
    {
        var segments = new List<string>
        {
            "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260105*0900*^*00501*000000001*0*P*:",
            "GS*HP*S*R*20260105*0900*1*X*005010X221A1", "ST*835*0001", "BPR*I*0*C*NON", "TRN*1*T1*1512345678", "N1*PR*PAYER", "N1*PE*PAYEE*XX*1234567893", "LX*1",
        };
        for (var c = 1; c <= Claims; c++)
        {
            var cents = c * 100;
            segments.AddRange([$"CLP*C{c}*1*1000*0**12*ICN{c}"]);
            if (c % 2 == 1)
            {
                segments.Add($"CAS*CO*45*{cents + 1}**197*{cents + 2}");
            }

            segments.AddRange([$"NM1*QC*1*PATIENT{c}*A****MI*ID{c}", $"DTM*232*2026010{c}", $"SVC*HC:9921{c}*500*0", "DTM*472*20260101", $"CAS*CO*16*{cents + 3}", $"CAS*PR*2*{cents + 4}"]);
            if (c % 3 != 0)
            {
                segments.AddRange([$"REF*6R*L{c}", "LQ*HE*N1"]);
            }

            segments.AddRange([$"SVC*HC:9931{c}*500*0", "DTM*472*20260101", $"CAS*OA*18*{cents + 5}"]);
        }

        segments.AddRange(["PLB*1234567893*20261231*WO:X*1", "SE*99*0001", "GE*1*1", "IEA*1*000000001"]);
        return segments;
    }

    private static byte[] Join(IEnumerable<string> segments) => Encoding.ASCII.GetBytes(string.Join("~\n", segments) + "~\n");
}
