using System.Text.Json;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class RuleSelectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_reachable_rules_of_a_payer_give_every_denial_the_clock_that_all_rules_give(int seed)
    {
        var random = new Random(seed);
        var scopes = ShippedWindowRules.All.Select(r => r.Scope).ToList();
        string? One(Func<WindowScope, string?> of) => random.Next(3) == 0 ? null : of(scopes[random.Next(scopes.Count)]);
        string? Any(Func<WindowScope, IReadOnlyList<string>> of) => scopes[random.Next(scopes.Count)] is var s && of(s).Count > 0 ? of(s)[random.Next(of(s).Count)] : null;
        var shorter = 0;
        for (var i = 0; i < 400; i++)
        {
            var like = scopes[random.Next(scopes.Count)];
            var payer = new WindowContext
            {
                Payer = random.Next(2) == 0 ? like.Payer : One(s => s.Payer),
                PayerFamily = random.Next(2) == 0 ? like.PayerFamily : One(s => s.PayerFamily),
                Plan = One(s => s.Plan),
                Lob = like.Lob.Count > 0 ? like.Lob[0] : Any(s => s.Lob),
                State = like.State ?? One(s => s.State),
                Funding = One(s => s.Funding),
                Network = One(s => s.Network),
            };
            var reachable = RuleSelection.Reachable(ShippedWindowRules.All, payer);
            shorter += reachable.Count < ShippedWindowRules.All.Count ? 1 : 0;
            var denial = payer with
            {
                ClaimType = One(s => s.ClaimType),
                DenialCategory = Any(s => s.DenialCategory),
                DisputeType = One(s => s.DisputeType),
                Carcs = Any(s => s.Carc) is { } carc ? [carc] : [],
                Rarcs = Any(s => s.Rarc) is { } rarc ? [rarc] : [],
            };
            var remitted = new DateOnly(2024, 1, 1).AddDays(random.Next(1000));
            var events = WindowEvents.OfDenial(remitted, random.Next(2) == 0 ? remitted.AddDays(-40) : null, null, remitted.AddDays(-90), null);

            Assert.Equal(Told(ShippedWindowRules.All, denial, events, i), Told(reachable, denial, events, i));
            Assert.Equal(Told(reachable, denial, events, i), Told(RuleSelection.Matching(reachable, denial), denial, events, i));
        }

        Assert.Equal(400, shorter);
    }

    private static string Told(IReadOnlyCollection<WindowRule> rules, WindowContext context, WindowEvents events, int i)
        => JsonSerializer.Serialize(FirstClock.Of(rules, context, events, i % 4 > 0)) + JsonSerializer.Serialize(EveryClock.Of(rules, context, events, i % 4 > 0, new DateOnly(2025, 6, 1)));
}
