// Groups of rows of area `models`, one file each.
#pragma once

#include <vector>

#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

/// Networks of the zoo against published figures.
std::vector<Claim> model_zoo_rows(const CheckOptions& options);
/// Networks of other frameworks in the folder of reference data, against the zoo and published figures.
std::vector<Claim> model_import_rows(const CheckOptions& options);
/// Cuts of random graphs against all cuts.
std::vector<Claim> model_cut_rows(const CheckOptions& options);
/// Accuracy of a trained network against how far it is compressed.
std::vector<Claim> model_compression_rows(const CheckOptions& options);
/// Errors of the device models on networks held out.
std::vector<Claim> model_device_rows(const CheckOptions& options);
/// Scenes: exact truth, and what video needs to be like.
std::vector<Claim> model_scene_rows(const CheckOptions& options);
/// Scenes: a difference detector and small trained networks.
std::vector<Claim> model_detector_rows(const CheckOptions& options);

/// Accuracy of a linear model and of LeNet on drawn digits and, where they lie in the data folder, MNIST's.
std::vector<Claim> model_learning_rows(const CheckOptions& options);
/// A language model and an autoencoder on drawn data; part of the group `learning`.
std::vector<Claim> model_drawn_rows(const CheckOptions& options);
/// How many pictures leave a trained B-LeNet early.
std::vector<Claim> model_exit_rows(const CheckOptions& options);

}  // namespace lastmile::scenarios
