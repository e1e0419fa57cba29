// Convolutions of 3 x 3 taps by Winograd's transforms (data sheets: winograd_kernels.hpp,
// winograd_plan.hpp).
#pragma once

#include <memory>
#include <string>

#include "kernels/conv/winograd_plan.hpp"

namespace lastmile::kernels {

bool winograd_computes(const KernelCall& call);
/// 2 or 4 outputs where one of them is likely to be the fastest, else 0. REQUIRES:
/// winograd_computes(call).
int usual_winograd(const KernelCall& call);
/// The cut that measurements suggest for 2 or 4 outputs.
WinogradCut usual_winograd_cut(const KernelCall& call, int outputs, const TileKernels& kernels);
/// "winograd4"
std::string winograd_name(int outputs);

std::unique_ptr<Operator> make_winograd(const KernelCall& call, const Parameters& parameters,
                                        const WinogradCut& cut, Isa isa);

}  // namespace lastmile::kernels
