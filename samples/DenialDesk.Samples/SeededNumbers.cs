namespace DenialDesk.Samples;

/// <summary>A small random source (SplitMix64) that gives the same numbers for the same seed on every runtime, for ever.</summary>
/// <remarks><see cref="Random"/> promises no such thing between versions of .NET, and demo files must not change under the tests' feet.</remarks>
public sealed class SeededNumbers
{
    private readonly ulong _seed;
    private ulong _state;

    /// <summary>A source that starts at the given seed.</summary>
    public SeededNumbers(ulong seed)
    {
        _seed = seed;
        _state = seed;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
        return bits ^ (bits >> 31);
    }

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        var span = (ulong)((long)high - low + 1);
        return (int)(low + (long)(NextBits() % span));
    }

    /// <summary>True with the given probability, from 0 (never) to 1 (always).</summary>
    public bool Chance(double probability) => (NextBits() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>One of the items, each equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Between(0, items.Count - 1)];

    /// <summary>One of the items, likely in proportion to its weight; weights are whole and at least one is above zero.</summary>
    public T PickWeighted<T>(IReadOnlyList<T> items, Func<T, int> weight)
    {
        var total = 0;
        foreach (var item in items)
        {
            total += weight(item);
        }

        var left = Between(1, total);
        foreach (var item in items)
        {
            left -= weight(item);
            if (left <= 0)
            {
                return item;
            }
        }

        return items[^1];
    }

    /// <summary>A text of digits of the given length.</summary>
    public string Digits(int length) => string.Create(length, this, static (span, numbers) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = (char)('0' + numbers.Between(0, 9));
        }
    });

    /// <summary>A separate source for another purpose, so that a change in one place does not shift the numbers of all others.</summary>
    public SeededNumbers Branch(string purpose)
    {
        var mixed = 1469598103934665603UL;
        foreach (var letter in purpose)
        {
            mixed = (mixed ^ letter) * 1099511628211UL;
        }

        return new SeededNumbers(_seed ^ mixed);
    }
}
