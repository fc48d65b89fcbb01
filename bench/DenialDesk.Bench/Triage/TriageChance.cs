namespace DenialDesk.Bench.Triage;

/// <summary>Chance from one seed, the same on every machine.</summary>
internal sealed class TriageChance(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Even between 0 and 1.</summary>
    public double Uniform() => _random.NextDouble();

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>With mean 1.</summary>
    public double LogNormal(double spread) => Math.Exp((spread * Normal()) - (spread * spread / 2));

    /// <summary>An index, each as likely as its share.</summary>
    public int Pick(ReadOnlySpan<double> shares)
    {
        var total = 0.0;
        foreach (var share in shares) { total += share; }

        var left = Uniform() * total;
        for (var i = 0; i < shares.Length; i++)
        {
            if ((left -= shares[i]) < 0) { return i; }
        }

        return shares.Length - 1;
    }

    public int Poisson(double mean)
    {
        var (count, product, end) = (0, Uniform(), Math.Exp(-mean));
        while (product > end) { (count, product) = (count + 1, product * Uniform()); }

        return count;
    }
}
