using System.Globalization;
using System.Text;
using DenialDesk.X12.Status;

namespace DenialDesk.X12.Tests.Status;

/// <summary>Segments dropped, doubled and swapped, and bytes damaged: nothing throws and no status is given to another claim.</summary>
public sealed class SegmentMutationTests
{
    private const int Claims = 6;

    [Fact]
    public void Dropping_any_segment_moves_no_status_to_another_claim()
    {
        var segments = Acknowledgment();
        for (var i = 0; i < segments.Count; i++)
        {
            var fewer = segments.ToList();
            fewer.RemoveAt(i);

            AssertEveryStatusIsAtHome(fewer, $"without segment {i} {segments[i]}");
        }
    }

    [Fact]
    public void Doubling_any_segment_moves_no_status_to_another_claim()
    {
        var segments = Acknowledgment();
        for (var i = 0; i < segments.Count; i++)
        {
            var more = segments.ToList();
            more.Insert(i, segments[i]);

            AssertEveryStatusIsAtHome(more, $"with segment {i} {segments[i]} doubled");
        }
    }

    [Fact]
    public void Swapping_any_two_segments_leaves_each_status_with_the_claim_that_was_open()
    {
        var numbers = new Random(20260106);
        var segments = Acknowledgment();
        for (var round = 0; round < 3000; round++)
        {
            var swapped = segments.ToList();
            int a = numbers.Next(segments.Count), b = numbers.Next(segments.Count);
            (swapped[a], swapped[b]) = (swapped[b], swapped[a]);
            var open = LastTraceBeforeEachStatus(swapped);

            foreach (var claim in Read(swapped))
            {
                foreach (var status in StatusesOf(claim).Where(_ => claim.TraceNumber.Length > 0))
                {
                    var key = status.Amount!.Value.ToString(CultureInfo.InvariantCulture);
                    Assert.True(open[key] == claim.TraceNumber, $"swapping {a} and {b}: status {key} went to {claim.TraceNumber}");
                }
            }
        }
    }

    [Fact]
    public void No_mutated_claim_status_throws()
    {
        var seeds = ShippedFile.Names(".277").Select(ShippedFile.Bytes).ToArray();
        var numbers = new Random(277_005_010);
        var claims = 0L;
        for (var round = 0; round < 10_000; round++)
        {
            var mutated = Mutation.Of(seeds[round % seeds.Length], numbers);
            try
            {
                claims += StatusText.Of(mutated).Length;
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {round} threw: {e}");
            }
        }

        Assert.True(claims > 0);
    }

    private static void AssertEveryStatusIsAtHome(List<string> segments, string what)
    {
        foreach (var claim in Read(segments))
        {
            foreach (var status in StatusesOf(claim))
            {
                var home = "C" + (int)(status.Amount!.Value / 100);
                Assert.True(claim.TraceNumber is "" || home == claim.TraceNumber, $"{what}: status of {home} went to {claim.TraceNumber}");
            }
        }
    }

    private static IEnumerable<StatusInformation> StatusesOf(StatusClaim claim) => claim.Statuses.Concat(claim.Lines.SelectMany(l => l.Statuses));

    private static List<StatusClaim> Read(List<string> segments) => CorpusTests.Claims(Encoding.ASCII.GetBytes(string.Join("~\n", segments) + "~\n"), out _);

    private static Dictionary<string, string> LastTraceBeforeEachStatus(List<string> segments)
    {
        var found = new Dictionary<string, string>();
        var open = "";
        foreach (var e in segments.Select(s => s.Split('*')))
        {
            open = e[0] == "TRN" ? e[2] : open;
            if (e[0] == "STC")
            {
                found[e[4]] = open;
            }
        }

        return found;
    }

    /// <summary>Every amount tells its claim: 301, 302… are statuses of C3; those of providers are 90000 and up and never a claim's.</summary>
    private static List<string> Acknowledgment()
    {
        var segments = new List<string>
        {
            "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260105*0900*^*00501*000000001*0*P*:",
            "GS*HN*S*R*20260105*0900*1*X*005010X214", "ST*277*0001*005010X214", "BHT*0085*08*1*20260105*0900*TH",
            "HL*1**20*1", "NM1*PR*2*PAYER*****PI*P", "HL*2*1*21*1", "NM1*41*2*SUBMITTER*****46*S", "TRN*2*B1", "STC*A1:19*20260105*WQ*90000",
        };
        for (var c = 1; c <= Claims; c++)
        {
            var cents = c * 100;
            if (c is 1 or 4)
            {
                segments.AddRange([$"HL*{20 + c}*2*19*1", $"NM1*85*2*PROVIDER{c}*****XX*1", $"STC*A1:19*20260105*WQ*{90000 + c}"]);
            }

            segments.AddRange([$"HL*{30 + c}*3*PT", $"NM1*QC*1*PATIENT{c}*A****MI*ID{c}", $"TRN*2*C{c}", $"STC*A7:562:82*20260105*U*{cents + 1}", $"STC*A8:187*20260105*U*{cents + 2}"]);
            if (c % 2 == 0)
            {
                segments.AddRange(["REF*1K*X", "SVC*HC:99213*100", $"STC*A7:21**U*{cents + 3}", "REF*FJ*1"]);
            }
        }

        segments.AddRange(["SE*99*0001", "GE*1*1", "IEA*1*000000001"]);
        return segments;
    }
}
