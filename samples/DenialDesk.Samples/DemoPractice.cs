using DenialDesk.Samples.Files;
using DenialDesk.Samples.Practice;

namespace DenialDesk.Samples;

/// <summary>Writes twelve months of claim and remittance files of a made-up three-provider practice with eight payers.</summary>
/// <remarks>The same seed and last day give the same bytes everywhere. Every name, id and amount is invented; the payers' names are real so that their rules apply.</remarks>
public static class DemoPractice
{
    private const decimal OutOfBalanceBy = 10m;
    private const int Patients = 940;

    /// <summary>Writes the files under <paramref name="folder"/> (claims/, answers/ and remittances/) and tells what is in them.</summary>
    /// <param name="folder">Made when missing; existing files of the same names are replaced.</param>
    /// <param name="seed">Any number; another number is another practice year.</param>
    /// <param name="lastDay">The last day of the twelve months, inclusive.</param>
    public static DemoManifest Write(string folder, int seed, DateOnly lastDay)
    {
        var firstDay = lastDay.AddMonths(-12).AddDays(1);
        var numbers = new SeededNumbers((ulong)seed);
        var remits = new RemitBook(firstDay, lastDay);
        var stories = new ClaimStories(numbers.Branch("stories"), remits, firstDay, lastDay);
        var visits = new VisitBook(numbers.Branch("visits"), People.Register(numbers.Branch("patients"), Patients, lastDay));
        for (var day = firstDay.AddDays(-21); day <= lastDay; day = day.AddDays(1))
        {
            foreach (var claim in visits.On(day))
            {
                stories.Tell(claim);
            }
        }

        AddRefunds(remits, firstDay);
        AddOldOverpayment(remits, firstDay);
        DamageAccounts(remits, lastDay);
        remits.Settle();
        var files = Mailbag.Pack(stories.Submissions, remits.Batches, firstDay, lastDay, OutOfBalanceBy).OrderBy(file => file.File.Day).ThenBy(file => file.File.Name, StringComparer.Ordinal).ToList();
        foreach (var (file, bytes) in files)
        {
            var path = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        return Describe(seed, firstDay, lastDay, stories, remits, [.. files.Select(file => file.File)]);
    }

    /// <summary>Money that the practice paid back by its own check: 72 says it arrived, WO of the same size says what for (RFI 325).</summary>
    private static void AddRefunds(RemitBook remits, DateOnly firstDay)
    {
        foreach (var (payer, months, amount) in new[] { (DemoPayer.Medicare, 4, 126.20m), (DemoPayer.Aetna, 6, 88.75m), (DemoPayer.United, 9, 245.10m) })
        {
            var batch = remits.Batches.First(batch => batch.Payer == payer && batch.Day >= firstDay.AddMonths(months) && batch.Decisions.Count > 0);
            var reference = batch.Decisions[0].ClaimNumber;
            batch.Adjustments.Add(new ProviderAdjustment("72", reference, -amount));
            batch.Adjustments.Add(new ProviderAdjustment("WO", reference, amount));
        }
    }

    /// <summary>An old overpayment larger than the day's payment: the payer takes all of it and carries the rest forward (FB).</summary>
    private static void AddOldOverpayment(RemitBook remits, DateOnly firstDay)
    {
        var batch = remits.Batches.First(batch => batch.Payer == DemoPayer.Regional && batch.Day >= firstDay.AddMonths(5) && batch.Decisions.Sum(decision => decision.Paid) > 0);
        batch.Adjustments.Add(new ProviderAdjustment("WO", "PRIOR YEAR AUDIT", batch.Decisions.Sum(decision => decision.Paid) + 61.40m));
    }

    /// <summary>Claims of the last weeks whose account numbers did not come back as sent, so that matching has something to show; only claims with a single answer.</summary>
    private static void DamageAccounts(RemitBook remits, DateOnly lastDay)
    {
        AccountKept[] kinds = [AccountKept.Padded, AccountKept.Replaced, AccountKept.Lost, AccountKept.Lost];
        var answers = remits.Batches.SelectMany(batch => batch.Decisions).GroupBy(decision => decision.Claim.Id).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var damaged = 0;
        foreach (var batch in remits.Batches.Where(batch => batch.Day > lastDay.AddDays(-35)))
        {
            var at = batch.Decisions.FindIndex(d => d is { IsInitial: true, SendsLines: true, ForwardedTo: null } && answers[d.Claim.Id] == 1 && (damaged % 2 == 0 || d.Denial is not null));
            if (at >= 0 && damaged < 12)
            {
                batch.Decisions[at] = batch.Decisions[at] with { Kept = kinds[damaged++ % kinds.Length] };
            }
        }
    }

    private static DemoManifest Describe(int seed, DateOnly firstDay, DateOnly lastDay, ClaimStories stories, RemitBook remits, List<SampleFile> files)
    {
        var batches = remits.Batches.ToList();
        var decisions = batches.SelectMany(batch => batch.Decisions).ToList();
        var denials = decisions.Where(decision => decision.Denial is not null).ToList();
        return new DemoManifest
        {
            Seed = seed,
            FirstDay = firstDay,
            LastDay = lastDay,
            Files = files,
            Claims = stories.Submissions.Where(sent => sent.EarlierPayer is null).Select(sent => sent.Claim.Id).Distinct().Count(),
            AnsweredClaims = decisions.Count(decision => decision.IsInitial),
            InitiallyDeniedClaims = decisions.Count(decision => decision.IsInitial && decision.Denial is not null),
            Denials = denials.Count,
            DeniedAmount = denials.Sum(denial => denial.DeniedAmount),
            ByCategory = denials.GroupBy(denial => denial.Denial!.Category).OrderBy(group => group.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => new CategoryTotal(group.Count(), group.Sum(denial => denial.DeniedAmount))),
            Reversals = decisions.Count(decision => decision.IsReversal),
            SecondPayerDecisions = decisions.Count(decision => decision.Status == "2"),
            ZeroPayments = batches.Count(batch => batch.Payment == 0),
            ProviderAdjustmentReasons = [.. batches.SelectMany(batch => batch.Adjustments).Select(adjustment => adjustment.Reason).Distinct().Order(StringComparer.Ordinal)],
            Payers = [.. DemoPayer.All.Select(payer => payer.Name)],
            NecessitySpikeFrom = stories.NecessitySpikeFrom,
            AuthorizationSpikeFrom = stories.AuthorizationSpikeFrom,
            OutOfBalanceBy = OutOfBalanceBy,
        };
    }
}
