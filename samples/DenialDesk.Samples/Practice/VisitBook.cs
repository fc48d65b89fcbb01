using System.Globalization;

namespace DenialDesk.Samples.Practice;

/// <summary>Makes the visits of the demo practice: who came on which day, what was done, and the claim for it.</summary>
internal sealed class VisitBook(SeededNumbers numbers, IReadOnlyList<Patient> patients)
{
    private int _claims;

    /// <summary>The claims of one working day; none on a weekend.</summary>
    public IEnumerable<SampleClaim> On(DateOnly day)
    {
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            yield break;
        }

        foreach (var provider in People.Providers)
        {
            var visits = numbers.Between(5, provider.Specialty == Specialty.Family ? 12 : 9);
            for (var i = 0; i < visits; i++)
            {
                yield return Visit(provider, day);
            }
        }
    }

    private SampleClaim Visit(Provider provider, DateOnly day)
    {
        var id = "CB" + (104_000 + ++_claims).ToString(CultureInfo.InvariantCulture);
        var lines = Lines(provider.Specialty, id);
        return new SampleClaim
        {
            Id = id,
            Patient = numbers.Pick(patients),
            Provider = provider,
            ServiceDay = day,
            Lines = lines,
            Diagnoses = Some(FeeSchedule.DiagnosesOf(provider.Specialty), numbers.Between(1, 3)),
            Authorization = lines.Any(line => line.Service.NeedsAuthorization) && numbers.Chance(0.8) ? "A" + numbers.Digits(8) : null,
        };
    }

    private List<SampleLine> Lines(Specialty specialty, string claimId)
    {
        var offered = FeeSchedule.Of(specialty);
        var services = new List<Service> { numbers.PickWeighted([.. offered.Where(service => service.IsVisit)], service => service.Weight) };
        var more = numbers.PickWeighted([0, 1, 2, 3], count => count switch { 0 => 20, 1 => 38, 2 => 27, _ => 15 });
        for (var i = 0; i < more; i++)
        {
            var service = numbers.PickWeighted([.. offered.Where(service => !service.IsVisit)], service => service.Weight);
            if (!services.Contains(service))
            {
                services.Add(service);
            }
        }

        return [.. services.Select((service, i) => new SampleLine(i + 1, $"{claimId}-{i + 1}", service, Modifiers(specialty, service, services.Count), numbers.Between(1, service.MostUnits)))];
    }

    private string[] Modifiers(Specialty specialty, Service service, int lines) => specialty switch
    {
        Specialty.Therapy => ["GP"],
        _ when service.IsVisit && service.Code.StartsWith("99", StringComparison.Ordinal) && lines > 1 && numbers.Chance(0.6) => ["25"],
        Specialty.Orthopedics when service.Code is "20610" or "73562" or "29881" => [numbers.Chance(0.5) ? "RT" : "LT"],
        _ => [],
    };

    private List<string> Some(IReadOnlyList<string> from, int count)
    {
        var chosen = new List<string>();
        while (chosen.Count < count)
        {
            var one = numbers.Pick(from);
            if (!chosen.Contains(one))
            {
                chosen.Add(one);
            }
        }

        return chosen;
    }
}
