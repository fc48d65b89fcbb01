using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DenialDesk.Samples;
using DenialDesk.X12;
using DenialDesk.X12.Remittance;

namespace DenialDesk.Bench;

/// <summary>
/// How fast the 835 reader is, beside a plain <c>string.Split</c> reader in the same run: balanced files of 10 and 100 MB, with
/// <c>--full</c> also 1 GB. Times are processor seconds of one core, so that a busy machine gives the same figures. The typed pass reads every
/// claim, line and adjustment as decimal and checks the three balances; it streams (claims recycled, no hash), and beside it stand the same with
/// the hash and with the default options, where every claim has its own memory: <c>bytesPerClaim</c> is that default.
/// </summary>
internal static class ReaderBench
{
    private const int Seed = 835;
    private const long Megabyte = 1_000_000;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(4);

    public static int Run(string[] args)
    {
        var sizes = new List<long> { 10, 100 };
        if (args.Contains("--full"))
        {
            sizes.Add(1000);
        }

        var folder = Directory.CreateTempSubdirectory("denialdesk-reader-");
        try
        {
            WarmUp(folder.FullName);
            var results = sizes.ConvertAll(size => Measure(folder.FullName, size));
            Print(results, args.Contains("--json"));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void WarmUp(string folder)
    {
        var path = Generate(folder, 4, out _);
        var started = Stopwatch.GetTimestamp();
        do
        {
            Typed(path, recycle: true, hash: false);
            Typed(path, recycle: false, hash: true);
            Segments(path);
            Split(path);
        }
        while (Stopwatch.GetElapsedTime(started) < WarmUpTime);

        File.Delete(path);
    }

    private static Result Measure(string folder, long size)
    {
        var path = Generate(folder, size, out var written);
        var bytes = new FileInfo(path).Length;
        Settle();
        Timed typed = Once(() => Typed(path, recycle: true, hash: false)), segments = Worst, naive = Worst;
        var peak = PeakMegabytes();

        // In turns, so that a busy minute of the machine strikes all of them alike; the best of each counts.
        for (var round = size <= 10 ? 6 : size <= 100 ? 3 : 1; round > 0; round--)
        {
            typed = Better(typed, Once(() => Typed(path, recycle: true, hash: false)));
            segments = Better(segments, Once(() => Segments(path)));
            naive = Better(naive, Once(() => Split(path)));
        }

        var hashed = Once(() => Typed(path, recycle: true, hash: true));
        var kept = Once(() => Typed(path, recycle: false, hash: false));
        File.Delete(path);
        Check(written, typed.Tally, naive.Tally);
        double Speed(Timed run) => bytes / (double)Megabyte / run.Seconds;
        return new Result(
            bytes / Megabyte,
            written.Claims,
            written.Lines,
            Round(Speed(typed)),
            Round(Speed(hashed)),
            Round(Speed(kept)),
            Round(Speed(segments)),
            Round(Speed(naive)),
            Round(naive.Seconds / typed.Seconds),
            Round(naive.Seconds / segments.Seconds),
            peak,
            kept.Allocated / written.Claims,
            typed.Allocated / written.Claims,
            naive.Allocated / written.Claims);
    }

    private static string Generate(string folder, long size, out BalancedTotals written)
    {
        var path = Path.Combine(folder, $"{size}.835");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        written = BalancedRemittance.Write(file, size * Megabyte, Seed);
        return path;
    }

    private static Tally Typed(string path, bool recycle, bool hash)
    {
        using var file = Open(path);
        using var reader = new RemittanceReader(file, new RemittanceOptions { RecycleClaims = recycle, Hash = hash });
        var tally = new Tally();
        while (reader.Read())
        {
            if (reader.Current is ClaimRead read)
            {
                Add(ref tally, read.Claim);
            }
            else if (reader.Current is TransactionClosed closed)
            {
                tally.Balanced += closed.Trailer.Balance.State == BalanceState.Balanced ? 1 : 0;
                tally.Transactions++;
            }
        }

        return tally;
    }

    private static void Add(ref Tally tally, RemittanceClaim claim)
    {
        tally.Claims++;
        tally.Charge += claim.Charge ?? 0m;
        tally.Paid += claim.Paid ?? 0m;
        foreach (var line in claim.Lines)
        {
            tally.Lines++;
            foreach (var adjustment in line.Adjustments)
            {
                tally.Adjusted += adjustment.Amount ?? 0m;
            }
        }
    }

    private static Tally Segments(string path)
    {
        using var file = Open(path);
        using var reader = new X12Reader(file);
        var tally = new Tally();
        while (reader.Read())
        {
            tally.Segments++;
            if (reader.Segment[0].SequenceEqual("CLP"u8))
            {
                tally.Charge += reader.Segment.Number(3) ?? 0m;
            }
        }

        return tally;
    }

    /// <summary>The yardstick: what anyone writes first. Text in blocks, split at <c>~</c>, split at <c>*</c>, and only the charge read.</summary>
    private static Tally Split(string path)
    {
        using var text = new StreamReader(Open(path), Encoding.Latin1, false, 1 << 16);
        var block = new char[1 << 16];
        var rest = "";
        var tally = new Tally();
        int count;
        while ((count = text.Read(block)) > 0)
        {
            var segments = (rest + new string(block, 0, count)).Split('~');
            rest = segments[^1];
            for (var i = 0; i < segments.Length - 1; i++)
            {
                var elements = segments[i].Split('*');
                tally.Segments++;
                if (elements[0] == "CLP")
                {
                    tally.Claims++;
                    tally.Charge += decimal.Parse(elements[3], CultureInfo.InvariantCulture);
                }
            }
        }

        return tally;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);

    private static Timed Once(Func<Tally> work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var started = Environment.CpuUsage.TotalTime;
        var tally = work();
        var seconds = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
        return new Timed(seconds, GC.GetTotalAllocatedBytes(precise: true) - before, tally);
    }

    private static Timed Better(Timed one, Timed other) =>
        new(Math.Min(one.Seconds, other.Seconds), Math.Min(one.Allocated, other.Allocated), other.Tally);

    private static void Check(BalancedTotals written, Tally typed, Tally naive)
    {
        var same = written.Claims == typed.Claims && written.Lines == typed.Lines && written.Charge == typed.Charge && written.Paid == typed.Paid
            && typed.Charge - typed.Paid == typed.Adjusted && typed.Balanced == written.Transactions && naive.Charge == written.Charge;
        if (!same)
        {
            throw new InvalidOperationException("The reader did not read what the generator wrote; its speed says nothing.");
        }
    }

    private static void Settle()
    {
        // Gives back what the naive reader's garbage made the heap grow to, so that the peak is the typed reader's own.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            // Starts the kernel's peak of resident memory anew for this process.
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static double PeakMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return Round(self.PeakWorkingSet64 / (double)Megabyte);
    }

    private static double Round(double value) => Math.Round(value, value < 100 ? 1 : 0);

    private static void Print(List<Result> results, bool json)
    {
        var last = results[^1];
        if (json)
        {
            var figures = new
            {
                last.MbPerSecond,
                last.RatioToNaive,
                last.SegmentsRatioToNaive,
                PeakMb = results.Max(r => r.PeakMb),
                last.BytesPerClaim,
                last.BytesPerClaimRecycled,
                Sizes = results,
            };
            Console.WriteLine(JsonSerializer.Serialize(figures, JsonOptions));
            return;
        }

        foreach (var r in results)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{r.Megabytes} MB, {r.Claims:N0} claims: typed {r.MbPerSecond} MB/s ({r.RatioToNaive}× naive; {r.HashedMbPerSecond} with the hash, {r.KeptMbPerSecond} with claims kept), segments {r.SegmentsMbPerSecond} MB/s ({r.SegmentsRatioToNaive}×), naive {r.NaiveMbPerSecond} MB/s; peak {r.PeakMb} MB; bytes per claim {r.BytesPerClaim} (recycled {r.BytesPerClaimRecycled}, naive {r.NaiveBytesPerClaim})"));
        }
    }

    private static Timed Worst { get; } = new(double.MaxValue, long.MaxValue, default);

    private static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private record struct Tally(int Transactions, int Claims, int Lines, int Segments, int Balanced, decimal Charge, decimal Paid, decimal Adjusted);

    private readonly record struct Timed(double Seconds, long Allocated, Tally Tally);

    private sealed record Result(
        long Megabytes,
        int Claims,
        int Lines,
        double MbPerSecond,
        double HashedMbPerSecond,
        double KeptMbPerSecond,
        double SegmentsMbPerSecond,
        double NaiveMbPerSecond,
        double RatioToNaive,
        double SegmentsRatioToNaive,
        double PeakMb,
        long BytesPerClaim,
        long BytesPerClaimRecycled,
        long NaiveBytesPerClaim);
}
