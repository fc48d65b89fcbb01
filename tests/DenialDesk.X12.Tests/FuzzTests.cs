using System.Diagnostics;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests;

/// <summary>
/// Seeded mutations of the samples of every kind: whatever the bytes, nothing throws, nothing hangs, nothing eats memory.
/// FUZZ_FILES asks for more of them; a mutation depends on its number alone, so a failure can be run again by itself with FUZZ_FROM.
/// </summary>
public sealed class FuzzTests
{
    private const int Files = 200_000;
    private const long MostAllocated = 32 << 20;
    private static readonly TimeSpan LongestFile = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private readonly (byte[] Bytes, string Kind)[] seeds = Seeds();
    private long next;
    private long items;
    private long segments;

    [Fact]
    public async Task No_mutated_file_throws_hangs_or_eats_memory()
    {
        var files = Asked("FUZZ_FILES", Files);
        var from = Asked("FUZZ_FROM", 0);
        next = from;
        var workers = Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount)).Select(_ => new Worker()).ToArray();
        var running = workers.Select(w => Task.Factory.StartNew(() => Work(w, from + files), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var hung = new TaskCompletionSource<long>();
        using var watch = new Timer(_ => Watch(workers, hung), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var ended = await Task.WhenAny(Task.WhenAll(running), hung.Task);

        Assert.False(ended == hung.Task, $"Mutation {workers.MinBy(w => w.Since)!.Mutation} hangs");
        Assert.All(workers, w => Assert.Null(w.Failure));
        Assert.True(items > files / 2, $"Only {items} claims and answers were read: the mutations are too cruel to say anything.");
        Assert.True(segments > files * 2, $"Only {segments} segments were read.");
    }

    private static void Watch(Worker[] workers, TaskCompletionSource<long> hung)
    {
        if (Array.Find(workers, w => !w.Done && Stopwatch.GetElapsedTime(w.Since) > Hang) is { } worker)
        {
            hung.TrySetResult(worker.Mutation);
        }
    }

    private void Work(Worker worker, long to)
    {
        long number;
        while (worker.Failure is null && (number = Interlocked.Increment(ref next) - 1) < to)
        {
            worker.Mutation = number;
            worker.Since = Stopwatch.GetTimestamp();
            try
            {
                worker.Failure = Try(number) is null ? null : Try(number);
            }
            catch (Exception e)
            {
                worker.Failure = $"Mutation {number} threw: {e}";
            }
        }

        worker.Done = true;
    }

    /// <summary>What is wrong with one mutation, null when nothing. Tried twice before it counts: a busy machine may hold any file up once.</summary>
    private string? Try(long number)
    {
        var (seed, kind) = seeds[number % seeds.Length];
        var bytes = Mutation.Of(seed, new Random(HashCode(number)));
        var clock = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadEveryWay(bytes, kind, number);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var elapsed = Stopwatch.GetElapsedTime(clock);
        return elapsed > LongestFile ? $"Mutation {number} took {elapsed}"
            : allocated > MostAllocated ? $"Mutation {number} allocated {allocated:N0} bytes"
            : null;
    }

    private void ReadEveryWay(byte[] bytes, string kind, long number)
    {
        var options = (number % 3) switch
        {
            0 => new RemittanceOptions { RecycleClaims = true },
            1 => new RemittanceOptions { Hash = false },
            _ => new RemittanceOptions { RecycleClaims = true, Limits = new X12Limits { SegmentBytes = 400, ClaimBytes = 900, Elements = 12, Components = 4, Wrappers = 9, Lines = 2, Claims = 2, Problems = 20 } },
        };
        Stream Open() => number % 10 == 0 ? new Dress.Dripping(bytes, 1 + (int)(number % 97)) : new MemoryStream(bytes);

        // Its own reader always, the readers of other kinds now and then: a file may be anything, whatever it is called.
        var all = number % 16 == 0;
        var read = 0;
        read += all || kind == "835" ? Touching.Remittances(Open(), options) : 0;
        read += all || kind == "277" ? Touching.Statuses(Open(), options.Limits) : 0;
        read += all || kind == "999" ? Touching.Acknowledgments(Open(), options.Limits) : 0;
        read += all || kind == "837" ? Touching.Claims(Open(), options.Limits) : 0;
        Interlocked.Add(ref items, read);
        Interlocked.Add(ref segments, number % 4 == 0 ? Touching.Segments(bytes) : 0);
    }

    private static (byte[] Bytes, string Kind)[] Seeds() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "files"), "*.*", SearchOption.AllDirectories)
            .Where(p => !p.EndsWith(".txt", StringComparison.Ordinal) && new FileInfo(p).Length is > 0 and < 6_000)
            .Order(StringComparer.Ordinal).Select(p => (File.ReadAllBytes(p), KindOf(Path.GetExtension(p)))).ToArray();

    private static string KindOf(string extension) => extension is ".835" or ".277" or ".837" ? extension[1..] : "999";

    private static int HashCode(long number) => (int)((ulong)(number + 835_005_010) * 0x9E3779B97F4A7C15UL >> 33);

    private static long Asked(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), out var asked) ? asked : otherwise;

    /// <summary>What a thread is at.</summary>
    private sealed class Worker
    {
        public long Mutation { get; set; }

        public long Since { get; set; } = Stopwatch.GetTimestamp();

        public bool Done { get; set; }

        public string? Failure { get; set; }
    }
}
