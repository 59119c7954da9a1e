using Mono.Cecil;
using TorchSharp;

namespace SimClr.Core.Tests.Conventions;

/// <summary>No operator of libtorch is given a number that nothing holds: the collector could free it before it is read.</summary>
public sealed class NumberLifetimeTests
{
    private const string Keeper = "SimClr.Core.Numerics.Scalars";

    private static readonly Lazy<HashSet<string>> MakersOfNumbers = new(FindMakersOfNumbers);

    [Fact]
    public void Library_NumbersOfOperators_AreHeld()
        => Library.Assemblies.SelectMany(assembly => CallsIn(assembly.Location)).Should().BeEmpty(
            "a number passed to an operator comes from Numerics.Scalars; a sum of tensors is add(other, Scalars.One)");

    [Fact]
    public void Calls_ThatMakeNumbersInside_AreFound()
    {
        MakersOfNumbers.Value.Should().Contain(name => name.Contains("Tensor::op_Addition(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)"));
        CallsIn(typeof(NumberLifetimeTests).Assembly.Location).Should().Contain(call => call.Contains("op_Implicit"), "tests multiply by numbers");
    }

    private static IEnumerable<string> CallsIn(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        return [.. from method in Methods(module)
                   where method.DeclaringType.FullName != Keeper
                   from called in Called(method)
                   where IsNumber(called) || MakersOfNumbers.Value.Contains(called.GetElementMethod().FullName)
                   select $"{method.FullName} calls {called.FullName}"];
    }

    private static HashSet<string> FindMakersOfNumbers()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(Scalar).Assembly.Location);
        Dictionary<string, MethodReference[]> calls = Methods(module).ToDictionary(method => method.FullName, method => Called(method).ToArray());
        HashSet<string> makers = [.. calls.Where(pair => pair.Value.Any(IsNumber)).Select(pair => pair.Key)];
        bool grew;
        do
        {
            string[] callers = [.. from pair in calls
                                   where !makers.Contains(pair.Key) && pair.Value.Any(called => makers.Contains(called.GetElementMethod().FullName))
                                   select pair.Key];
            grew = callers.Length > 0;
            makers.UnionWith(callers);
        }
        while (grew);
        return makers;
    }

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module)
        => module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static IEnumerable<MethodReference> Called(MethodDefinition method)
        => method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>();

    private static bool IsNumber(MethodReference method)
        => (method.DeclaringType.FullName == typeof(Scalar).FullName && method.Name == "op_Implicit")
            || (method.DeclaringType.FullName == typeof(ScalarExtensionMethods).FullName && method.Name == nameof(ScalarExtensionMethods.ToScalar));
}
