using SimClr.Core.Distillation;
using SimClr.Core.Models;

namespace SimClr.Core;

/// <summary>Pretraining with a teacher for a <see cref="SimClrBuilder"/>.</summary>
public static class DistillationBuilderExtensions
{
    /// <summary>Distillation in place of contrastive learning, with a projection head that has the teacher's dimension.</summary>
    /// <param name="builder">The builder, whose images the teacher was asked about.</param>
    /// <param name="teacher">The targets; borrowed.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    /// <param name="configureHead">Changes the head's other options; null leaves the defaults.</param>
    public static SimClrBuilder UseDistillation(
        this SimClrBuilder builder,
        TeacherVectors teacher,
        Action<DistillationOptions>? configure = null,
        Action<ProjectionHeadOptions>? configureHead = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(teacher);
        DistillationOptions options = new();
        configure?.Invoke(options);
        return builder
            .UseProjectionHead(head =>
            {
                configureHead?.Invoke(head);
                head.OutputDimension = teacher.Dimension;
            })
            .UseTask(context => new DistillationTask(context.Model, teacher, options));
    }
}
