---@meta lastmile
-- What `require "lastmile"` gives a scenario. Written by `lastmile list definitions`; do not edit.

---@class lastmile
local lm = {}

--- An option that --set NAME=VALUE changes; the default's type is its type.
---@generic T
---@param name string
---@param default T
---@param choices? T[]
---@param help? string
---@return T
function lm.option(name, default, choices, help) end

--- {first, first + 1, ..., last}
---@param first integer
---@param last integer
---@return integer[]
function lm.range(first, last) end

---@class lastmile.device

---@class lastmile.device.arguments
---@field profile string text: device file
---@field position? lastmile.at|lastmile.disc|lastmile.grid|lastmile.line|lastmile.area value: where it stands at the start; default: the origin, or drawn where its motion goes
---@field motion? lastmile.random_waypoint|lastmile.gauss_markov|lastmile.road_trip|lastmile.track value: how it moves; default: not at all
---@field battery? string energy like "5J": what it may use before it is switched off; default: mains

---@param arguments lastmile.device.arguments|string
---@return lastmile.device
function lm.device(arguments) end

---@class lastmile.devices

---@class lastmile.devices.arguments
---@field profile string text: device file
---@field count integer whole number from 0 on: how many
---@field position? lastmile.at|lastmile.disc|lastmile.grid|lastmile.line|lastmile.area value: where it stands at the start; default: the origin, or drawn where its motion goes
---@field motion? lastmile.random_waypoint|lastmile.gauss_markov|lastmile.road_trip|lastmile.track value: how it moves; default: not at all
---@field battery? string energy like "5J": what it may use before it is switched off; default: mains

---@param arguments lastmile.devices.arguments|string
---@return lastmile.devices
function lm.devices(arguments) end

---@class lastmile.router

---@class lastmile.router.arguments
---@field position? lastmile.at|lastmile.disc|lastmile.grid|lastmile.line|lastmile.area value: where it stands at the start; default: the origin, or drawn where its motion goes
---@field motion? lastmile.random_waypoint|lastmile.gauss_markov|lastmile.road_trip|lastmile.track value: how it moves; default: not at all

---@param arguments lastmile.router.arguments|string
---@return lastmile.router
function lm.router(arguments) end

---@class lastmile.at

---@class lastmile.at.arguments
---@field x? string distance like "60m": coordinate; default '0m'
---@field y? string distance like "60m": coordinate; default '0m'
---@field z? string distance like "60m": coordinate; default '0m'

---@param arguments lastmile.at.arguments|string
---@return lastmile.at
function lm.at(arguments) end

---@class lastmile.disc

---@class lastmile.disc.arguments
---@field radius string distance like "60m": of the disc
---@field center? lastmile.at value: of the disc
---@field height? string distance like "60m": coordinate; default '0m'

---@param arguments lastmile.disc.arguments|string
---@return lastmile.disc
function lm.disc(arguments) end

---@class lastmile.grid

---@class lastmile.grid.arguments
---@field spacing string distance like "60m": between neighbours
---@field columns integer whole number from 0 on: in a row
---@field origin? lastmile.at value: of the first

---@param arguments lastmile.grid.arguments|string
---@return lastmile.grid
function lm.grid(arguments) end

---@class lastmile.line

---@class lastmile.line.arguments
---@field spacing string distance like "60m": between neighbours
---@field origin? lastmile.at value: of the first

---@param arguments lastmile.line.arguments|string
---@return lastmile.line
function lm.line(arguments) end

---@class lastmile.area

---@class lastmile.area.arguments
---@field width string distance like "60m": of the rectangle along x
---@field depth string distance like "60m": along y
---@field center? lastmile.at value: of the rectangle; default: the origin

---@param arguments lastmile.area.arguments|string
---@return lastmile.area
function lm.area(arguments) end

---@class lastmile.random_waypoint

---@class lastmile.random_waypoint.arguments
---@field area lastmile.area value: that it stays in
---@field speed? string speed like "1.4m/s": of every leg
---@field min_speed? string speed like "1.4m/s": instead: drawn evenly from this
---@field max_speed? string speed like "1.4m/s": to this
---@field pause? string duration like "20ms": at every place; default '0s'

---@param arguments lastmile.random_waypoint.arguments|string
---@return lastmile.random_waypoint
function lm.random_waypoint(arguments) end

---@class lastmile.gauss_markov

---@class lastmile.gauss_markov.arguments
---@field area lastmile.area value: that it stays in
---@field speed string speed like "1.4m/s": mean
---@field deviation? string speed like "1.4m/s": standard, of each component; default '0m/s'
---@field memory? number number: alpha: 0 none, 1 straight on; default 0.75
---@field step? string duration like "20ms": between changes; default '1s'

---@param arguments lastmile.gauss_markov.arguments|string
---@return lastmile.gauss_markov
function lm.gauss_markov(arguments) end

---@class lastmile.road_trip

---@class lastmile.road_trip.arguments
---@field roads lastmile.roads|lastmile.street_grid value: where it drives
---@field speed string speed like "1.4m/s": all the way

---@param arguments lastmile.road_trip.arguments|string
---@return lastmile.road_trip
function lm.road_trip(arguments) end

---@class lastmile.roads

---@class lastmile.roads.arguments
---@field crossings any value: name = lm.at{}
---@field roads any value: list of { "name", "name" }, both ways

---@param arguments lastmile.roads.arguments|string
---@return lastmile.roads
function lm.roads(arguments) end

---@class lastmile.street_grid

---@class lastmile.street_grid.arguments
---@field columns integer whole number from 0 on: of crossings
---@field rows integer whole number from 0 on: of crossings
---@field spacing string distance like "60m": between crossings
---@field origin? lastmile.at value: of the first crossing

---@param arguments lastmile.street_grid.arguments|string
---@return lastmile.street_grid
function lm.street_grid(arguments) end

---@class lastmile.track

---@class lastmile.track.arguments
---@field file string text: CSV beside the scenario: time_s,x_m,y_m, and if need be z_m, node

---@param arguments lastmile.track.arguments|string
---@return lastmile.track
function lm.track(arguments) end

---@class lastmile.wifi

---@class lastmile.wifi.arguments
---@field access_point? string name of a node or group: its access point
---@field access_points? string|string[] name of a node or group, or a list of them: instead: several, one network
---@field stations string|string[] name of a node or group, or a list of them: who joins it
---@field gateway? string name of a node or group: where the access points' wires end; default: the first
---@field channels? number[] list of numbers: instead of channel: access points take them in turn
---@field roam_margin? string ratio like "3dB": a station moves to what is so much stronger; default '6dB'
---@field power_save? string text: of the stations, by a file of models/radios, e.g. wifi-phone-2012; default: awake
---@field listen_interval? integer whole number from 0 on: beacons that power save sleeps through, plus one; default 1
---@field standard? "802.11n"|"802.11ac"|"802.11ax" text: amendment; default '802.11ax'
---@field channel? integer whole number from 0 on: 5 GHz channel number, of the lowest 20 MHz; default 36
---@field width? string frequency like "20MHz": 20MHz, 40MHz or 80MHz; default '20MHz'
---@field streams? integer whole number from 0 on: spatial streams; default 1
---@field power? string power like "20dBm": transmit power; default '20dBm'
---@field rate_control? "ideal"|"minstrel" text: ideal: by the SNR that was heard; default 'ideal'
---@field rts? string number of bytes like "1.5MiB": longer frames are announced by RTS/CTS; default '65535B'
---@field ignore_below? string power like "20dBm": receivers that hear less are skipped; default '-200dBm'
---@field name? string text: of the link

---@param arguments lastmile.wifi.arguments|string
---@return lastmile.wifi
function lm.wifi(arguments) end

---@class lastmile.direct

---@class lastmile.direct.arguments
---@field owner string name of a node or group: the group owner of Wi-Fi Direct
---@field clients string|string[] name of a node or group, or a list of them: who joins the group
---@field standard? "802.11n"|"802.11ac"|"802.11ax" text: amendment; default '802.11ax'
---@field channel? integer whole number from 0 on: 5 GHz channel number; default 149
---@field width? string frequency like "20MHz": 20MHz, 40MHz or 80MHz; default '20MHz'
---@field streams? integer whole number from 0 on: spatial streams; default 1
---@field power? string power like "20dBm": transmit power; default '20dBm'
---@field rate_control? "ideal"|"minstrel" text: ideal: by the SNR that was heard; default 'ideal'
---@field rts? string number of bytes like "1.5MiB": longer frames are announced by RTS/CTS; default '65535B'
---@field ignore_below? string power like "20dBm": receivers that hear less are skipped; default '-200dBm'
---@field name? string text: of the link

---@param arguments lastmile.direct.arguments|string
---@return lastmile.direct
function lm.direct(arguments) end

---@class lastmile.adhoc

---@class lastmile.adhoc.arguments
---@field nodes string|string[] name of a node or group, or a list of them: who hears whom
---@field standard? "802.11n"|"802.11ac"|"802.11ax" text: amendment; default '802.11ax'
---@field channel? integer whole number from 0 on: 5 GHz channel number; default 149
---@field width? string frequency like "20MHz": 20MHz, 40MHz or 80MHz; default '20MHz'
---@field streams? integer whole number from 0 on: spatial streams; default 1
---@field power? string power like "20dBm": transmit power; default '20dBm'
---@field name? string text: of the link

---@param arguments lastmile.adhoc.arguments|string
---@return lastmile.adhoc
function lm.adhoc(arguments) end

---@class lastmile.lte

---@class lastmile.lte.arguments
---@field site? string name of a node or group: where the cell's antenna and gateway are
---@field cells? string|string[] name of a node or group, or a list of them: instead: sites with an antenna each, on one carrier
---@field ues string|string[] name of a node or group, or a list of them: its user equipment
---@field gateway? string name of a node or group: where the core's user plane leaves; default: the first cell
---@field bandwidth? string frequency like "20MHz": 1.4, 3, 5, 10, 15 or 20 MHz; default '20MHz'
---@field scheduler? "proportional_fair"|"round_robin" text: of the cell; default 'proportional_fair'
---@field site_power? string power like "20dBm": transmit power; default '30dBm'
---@field ue_power? string power like "20dBm": transmit power; default '23dBm'
---@field downlink_earfcn? integer whole number from 0 on: carrier; default 1575
---@field uplink_earfcn? integer whole number from 0 on: carrier; default 19575
---@field fading? "none"|"epa"|"eva"|"etu" text: profile of TS 36.104 B.2; default 'none'
---@field fading_speed? string speed like "1.4m/s": of the UE, for the fading's Doppler; default '1m/s'
---@field a3_hysteresis? string ratio like "3dB": event A3: a neighbour so much stronger takes over; default '3dB'
---@field a3_time? string duration like "20ms": event A3: for so long; default '256ms'
---@field srs_period? string duration like "20ms": of sounding: 2, 5, 10, 20, 40, 80, 160 or 320 ms; default: as the UEs need
---@field states? string text: RRC states by a file of models/radios, e.g. lte-phone-2020; default: always connected
---@field name? string text: of the link

---@param arguments lastmile.lte.arguments|string
---@return lastmile.lte
function lm.lte(arguments) end

---@class lastmile.nr

---@class lastmile.nr.arguments
---@field cells string|string[] name of a node or group, or a list of them: sites with an antenna each, on one carrier
---@field ues string|string[] name of a node or group, or a list of them: its user equipment
---@field gateway? string name of a node or group: where the core's user plane leaves; default: the first cell
---@field band? string text: n1, n3, n7, n28, n41, n77, n78, n257, n258 or n261; default 'n78'
---@field bandwidth? string frequency like "20MHz": of the carrier; default '100MHz'
---@field numerology? integer whole number from 0 on: 15kHz * 2^numerology between subcarriers; default 1
---@field tdd? string text: slots down, special and up; not in FDD bands; default 'DDDSU'
---@field special_slot? string text: symbols down, guard and up of S; default '10:2:2'
---@field minislot? integer whole number from 0 on: symbols of a scheduling unit: 2, 4, 7 or 14; default 14
---@field scheduler? "proportional_fair"|"round_robin"|"max_rate" text: of every cell; default 'proportional_fair'
---@field mcs_table? "256qam"|"64qam"|"low_rate" text: TS 38.214 tables 2, 1, 3; default '256qam'
---@field layers_down? integer whole number from 0 on: spatial layers; default 1
---@field layers_up? integer whole number from 0 on: spatial layers; default 1
---@field target_bler? number number: of first transmissions; default 0.1
---@field configured_grant? boolean true or false: uplink without scheduling request; default false
---@field rlc? "acknowledged"|"unacknowledged" text: mode; default 'acknowledged'
---@field environment? "urban_macro"|"urban_micro"|"indoor"|"rural" text: of TR 38.901; default 'urban_macro'
---@field line_of_sight? "by_probability"|"always"|"never" text: of all; default 'by_probability'
---@field shadowing? boolean true or false: log-normal, of TR 38.901; default true
---@field fading? "none"|"rayleigh" text: in blocks of `coherence`; default 'none'
---@field coherence? string duration like "20ms": how long the fading holds; default '5ms'
---@field cell_power? string power like "20dBm": transmit power; default '44dBm'
---@field ue_power? string power like "20dBm": transmit power; default '23dBm'
---@field backhaul? string duration like "20ms": one way, cell to gateway; default '0ms'
---@field a3_offset? string ratio like "3dB": event A3: a neighbour so much stronger takes over; default '3dB'
---@field a3_time? string duration like "20ms": event A3: for so long; default '100ms'
---@field handover_interruption? string duration like "20ms": nothing passes; default '30ms'
---@field states? string text: RRC states by a file of models/radios, e.g. lte-phone-2020; default: always connected
---@field name? string text: of the link

---@param arguments lastmile.nr.arguments|string
---@return lastmile.nr
function lm.nr(arguments) end

---@class lastmile.wire

---@class lastmile.wire.arguments
---@field from string name of a node or group: one end
---@field to string name of a node or group: the other end
---@field rate string data rate like "8Mbps": in each direction
---@field delay? string duration like "20ms": one way; default '0ms'
---@field jitter? string duration like "20ms": standard deviation of the one-way delay; default '0ms'
---@field loss? number number: share of the packets lost; default 0
---@field background? number number: share of the rate that others take; default 0
---@field name? string text: of the link

---@param arguments lastmile.wire.arguments|string
---@return lastmile.wire
function lm.wire(arguments) end

---@class lastmile.wan

---@class lastmile.wan.arguments
---@field from string name of a node or group: one end
---@field to string name of a node or group: the other end
---@field rate string data rate like "8Mbps": in each direction
---@field rtt string duration like "20ms": round trip
---@field jitter? string duration like "20ms": standard deviation of the one-way delay; default '0ms'
---@field loss? number number: share of the packets lost; default 0
---@field background? number number: share of the rate that others take; default 0
---@field name? string text: of the link

---@param arguments lastmile.wan.arguments|string
---@return lastmile.wan
function lm.wan(arguments) end

---@class lastmile.recorded

---@class lastmile.recorded.arguments
---@field from string|string[] name of a node or group, or a list of them: the device or devices, each a link of its own
---@field to string name of a node or group: the site
---@field trace string text: CSV beside the scenario: time_s,down_bps,up_bps,rtt_s,loss
---@field loop? boolean true or false: false: sending after its end is an error; default true
---@field name? string text: of the link

---@param arguments lastmile.recorded.arguments|string
---@return lastmile.recorded
function lm.recorded(arguments) end

---@class lastmile.narrow

---@class lastmile.narrow.arguments
---@field profile string text: of network/profiles.toml, e.g. lora-sf7
---@field from string|string[] name of a node or group, or a list of them: the device or devices, each a link of its own
---@field to string name of a node or group: the site
---@field name? string text: of the link

---@param arguments lastmile.narrow.arguments|string
---@return lastmile.narrow
function lm.narrow(arguments) end

---@class lastmile.outage

---@class lastmile.outage.arguments
---@field link string text: its name; that of a group's links for all of them
---@field from string duration like "20ms": simulated time
---@field length string duration like "20ms": how long nothing passes

---@param arguments lastmile.outage.arguments|string
---@return lastmile.outage
function lm.outage(arguments) end

---@class lastmile.hole

---@class lastmile.hole.arguments
---@field center? lastmile.at value: default: the origin
---@field radius string distance like "60m": of the circle
---@field loss? string ratio like "3dB": of a radio signal from or into it; default '200dB'

---@param arguments lastmile.hole.arguments|string
---@return lastmile.hole
function lm.hole(arguments) end

---@class lastmile.churn

---@class lastmile.churn.arguments
---@field nodes string|string[] name of a node or group, or a list of them: who goes away and comes back
---@field mean_up string duration like "20ms": exponential
---@field mean_down string duration like "20ms": exponential

---@param arguments lastmile.churn.arguments|string
---@return lastmile.churn
function lm.churn(arguments) end

---@class lastmile.zoo

---@class lastmile.zoo.arguments
---@field name string text: of the network, or a file: .onnx, .param

---@param arguments lastmile.zoo.arguments|string
---@return lastmile.zoo
function lm.zoo(arguments) end

---@class lastmile.trace

---@class lastmile.trace.arguments
---@field file string text: written by `lastmile evaluate --trace`, below the scenario's folder
---@field network? string text: where the file has several that fit the model; default ''

---@param arguments lastmile.trace.arguments|string
---@return lastmile.trace
function lm.trace(arguments) end

---@class lastmile.bursts

---@class lastmile.bursts.arguments
---@field from? string|string[] name of a node or group, or a list of them: who asks; default: the group made by lm.devices
---@field requests integer whole number from 0 on: of each device
---@field frames? integer whole number from 0 on: images in a request; default 1
---@field rate string rate of events like "2/s": requests of each device
---@field arrivals? "poisson"|"periodic" text: how they are spaced; default 'poisson'

---@param arguments lastmile.bursts.arguments|string
---@return lastmile.bursts
function lm.bursts(arguments) end

---@class lastmile.objects

---@class lastmile.objects.arguments
---@field image? string text: HEIGHTxWIDTHxCHANNELS, to be sure of it
---@field train_per_device integer whole number from 0 on: labelled images
---@field test integer whole number from 0 on: images held out
---@field partition? lastmile.iid|lastmile.shards|lastmile.dirichlet|lastmile.quantity|lastmile.by_user value: over the devices

---@param arguments lastmile.objects.arguments|string
---@return lastmile.objects
function lm.objects(arguments) end

---@class lastmile.digits

---@class lastmile.digits.arguments
---@field image? string text: HEIGHTxWIDTHxCHANNELS, to be sure of it
---@field train_per_device integer whole number from 0 on: labelled images
---@field test integer whole number from 0 on: images held out
---@field partition? lastmile.iid|lastmile.shards|lastmile.dirichlet|lastmile.quantity|lastmile.by_user value: over the devices

---@param arguments lastmile.digits.arguments|string
---@return lastmile.digits
function lm.digits(arguments) end

---@class lastmile.texts

---@class lastmile.texts.arguments
---@field users? integer whole number from 0 on: who write, each in a style of his own; default: one a device
---@field length? integer whole number from 0 on: letters of a sample; default 20
---@field style? number number: share of habits that are a user's own; default 0.3
---@field labels? "next"|"every" text: next: the letter behind the text; every: behind every letter of it; default 'next'
---@field train_per_device integer whole number from 0 on: samples, mean over devices
---@field test integer whole number from 0 on: samples held out, of all users
---@field partition? lastmile.iid|lastmile.shards|lastmile.dirichlet|lastmile.quantity|lastmile.by_user value: over the devices

---@param arguments lastmile.texts.arguments|string
---@return lastmile.texts
function lm.texts(arguments) end

---@class lastmile.sensors

---@class lastmile.sensors.arguments
---@field users? integer whole number from 0 on: who carry an accelerometer; default: one a device
---@field difference? number number: of users; 0: all alike; default 1
---@field faults? number number: share of windows with a stuck sensor, a fall, a cut-off axis; default 0
---@field labels? "activity"|"fault" text: what is to be told; default 'activity'
---@field train_per_device integer whole number from 0 on: samples, mean over devices
---@field test integer whole number from 0 on: samples held out, of all users
---@field partition? lastmile.iid|lastmile.shards|lastmile.dirichlet|lastmile.quantity|lastmile.by_user value: over the devices

---@param arguments lastmile.sensors.arguments|string
---@return lastmile.sensors
function lm.sensors(arguments) end

---@class lastmile.scenes

---@class lastmile.scenes.arguments
---@field cameras? integer whole number from 0 on: that see the same objects pass; default: one a device
---@field side? integer whole number from 0 on: pixels, of a picture of one object; default 32
---@field hours? number number: that the scene goes on; default 24
---@field start_hour? number number: of the day; default 0
---@field visits_per_hour? number number: that begin at a camera; default 60
---@field train_per_device integer whole number from 0 on: samples, mean over devices
---@field test integer whole number from 0 on: samples held out, of all users
---@field partition? lastmile.iid|lastmile.shards|lastmile.dirichlet|lastmile.quantity|lastmile.by_user value: over the devices

---@param arguments lastmile.scenes.arguments|string
---@return lastmile.scenes
function lm.scenes(arguments) end

---@class lastmile.synthetic

---@class lastmile.synthetic.arguments
---@field alpha number number: how much the users' models differ
---@field beta number number: how much their features do
---@field users? integer whole number from 0 on: whose amounts differ, 50 at least; default: one a device
---@field train_per_device integer whole number from 0 on: samples, mean over devices
---@field test integer whole number from 0 on: samples held out, of all users
---@field partition? lastmile.iid|lastmile.shards|lastmile.dirichlet|lastmile.quantity|lastmile.by_user value: over the devices

---@param arguments lastmile.synthetic.arguments|string
---@return lastmile.synthetic
function lm.synthetic(arguments) end

---@class lastmile.files

---@class lastmile.files.arguments
---@field path string text: data below the scenario's folder: IDX, CIFAR-10, CSV, LEAF JSON, NPZ, or folders of pictures
---@field test_path? string text: images held out; the same path: its part 'test'; default: out of 'path'
---@field label? string text: CSV: the column of labels; default ''
---@field train_per_device integer whole number from 0 on: samples, mean over devices
---@field test integer whole number from 0 on: samples held out
---@field partition? lastmile.iid|lastmile.shards|lastmile.dirichlet|lastmile.quantity|lastmile.by_user value: over the devices

---@param arguments lastmile.files.arguments|string
---@return lastmile.files
function lm.files(arguments) end

---@class lastmile.iid

---@class lastmile.iid.arguments

---@param arguments lastmile.iid.arguments?
---@return lastmile.iid
function lm.iid(arguments) end

---@class lastmile.by_user

---@class lastmile.by_user.arguments

---@param arguments lastmile.by_user.arguments?
---@return lastmile.by_user
function lm.by_user(arguments) end

---@class lastmile.quantity

---@class lastmile.quantity.arguments
---@field alpha number number: small is uneven

---@param arguments lastmile.quantity.arguments|string
---@return lastmile.quantity
function lm.quantity(arguments) end

---@class lastmile.shards

---@class lastmile.shards.arguments
---@field per_device integer whole number from 0 on: shards

---@param arguments lastmile.shards.arguments|string
---@return lastmile.shards
function lm.shards(arguments) end

---@class lastmile.dirichlet

---@class lastmile.dirichlet.arguments
---@field alpha number number: small is uneven

---@param arguments lastmile.dirichlet.arguments|string
---@return lastmile.dirichlet
function lm.dirichlet(arguments) end

---@class lastmile.training

---@class lastmile.training.arguments
---@field passes integer whole number from 0 on: over every sample
---@field batch integer whole number from 0 on: samples in a step
---@field learning_rate number number: step size
---@field optimiser? "sgd"|"adam" text: who takes part in federated or gossip training starts it anew in every round; default 'sgd'
---@field momentum? number number: share kept, of adam its first decay; default: sgd 0, adam 0.9
---@field schedule? lastmile.constant|lastmile.decay|lastmile.cosine value: of the learning rate, by passes; default: constant
---@field loss? "cross_entropy"|"squared_error" text: of an answer; default 'cross_entropy'
---@field entropy? number number: reward of even answers; below 0: of sure ones; default 0
---@field weight_decay? number number: L2; default 0
---@field decoupled_decay? boolean true or false: weight_decay shrinks weights, not by way of the gradient; default false
---@field clip_norm? number number: largest length of a step's gradient; 0: any; default 0
---@field exit_weight? number number: of early exits' loss; default 1

---@param arguments lastmile.training.arguments|string
---@return lastmile.training
function lm.training(arguments) end

---@class lastmile.constant

---@class lastmile.constant.arguments
---@field warm_up? number number: passes in which the rate rises to its full size; default 0

---@param arguments lastmile.constant.arguments|string
---@return lastmile.constant
function lm.constant(arguments) end

---@class lastmile.decay

---@class lastmile.decay.arguments
---@field every number number: passes from one fall of the rate to the next
---@field factor? number number: that the rate is multiplied by; default 0.1
---@field warm_up? number number: passes in which the rate rises to its full size; default 0

---@param arguments lastmile.decay.arguments|string
---@return lastmile.decay
function lm.decay(arguments) end

---@class lastmile.cosine

---@class lastmile.cosine.arguments
---@field passes? number number: behind the warm-up, until the rate is 0; default: all that are left
---@field warm_up? number number: passes in which the rate rises to its full size; default 0

---@param arguments lastmile.cosine.arguments|string
---@return lastmile.cosine
function lm.cosine(arguments) end

---@class lastmile.strategy

---@class lastmile.strategy.arguments
---@field name string text: of the strategy
---@field level? integer whole number from 0 on: of edge intelligence, 0 to 6
---@field training? any value: where and how the network is trained
---@field inference any value: where and how requests run
---@field exit? any value: when a frame may leave early

---@param arguments lastmile.strategy.arguments|string
---@return lastmile.strategy
function lm.strategy(arguments) end

---@class lastmile.levels

---@class lastmile.levels.arguments
---@field devices string name of a node or group: who asks and holds the data
---@field edge string name of a node or group: the edge server
---@field cloud string name of a node or group: the cloud
---@field central? any value: more arguments of lm.central
---@field federated? any value: more arguments of lm.federated
---@field gossip? any value: more arguments of lm.gossip
---@field partition? any value: more arguments of lm.partition

---@param arguments lastmile.levels.arguments|string
---@return lastmile.levels[]
function lm.levels(arguments) end

---@class lastmile.between

---@class lastmile.between.arguments
---@field low any value: number, or text with a unit
---@field high any value: likewise; not reached, but for whole numbers
---@field scale? "linear"|"log" text: how draws are spread; default 'linear'
---@field whole? boolean true or false: whole numbers only; default false

---@param arguments lastmile.between.arguments|string
---@return lastmile.between
function lm.between(arguments) end

---@class lastmile.random

---@class lastmile.random.arguments
---@field points integer whole number from 0 on: how many draws
---@field over any value: option = lm.between{} or a list of values
---@field seed? integer whole number from 0 on: of the draws; default 1

---@param arguments lastmile.random.arguments|string
---@return lastmile.random
function lm.random(arguments) end

---@class lastmile.latin_hypercube

---@class lastmile.latin_hypercube.arguments
---@field points integer whole number from 0 on: how many draws
---@field over any value: option = lm.between{} or a list of values
---@field seed? integer whole number from 0 on: of the draws; default 1

---@param arguments lastmile.latin_hypercube.arguments|string
---@return lastmile.latin_hypercube
function lm.latin_hypercube(arguments) end

---@class lastmile.precision

---@class lastmile.precision.arguments
---@field kpi string text: key performance indicator, as in the table summary
---@field half_width any value: of its 95 % interval: "5%" of the mean, or a number in the indicator's unit
---@field of? "mean"|"difference" text: every strategy's mean, or the paired differences from the baseline; default 'mean'
---@field least? integer whole number from 0 on: seeds before the first look; default 5
---@field step? integer whole number from 0 on: seeds between looks; default 5

---@param arguments lastmile.precision.arguments|string
---@return lastmile.precision
function lm.precision(arguments) end

---@class lastmile.sweep

---@class lastmile.sweep.arguments
---@field scenario? string text: file below this one's folder; not inside lm.scenario{}
---@field grid? any value: option = list of values; every combination
---@field zip? any value: option = list of values; first with first, second with second
---@field list? any value: list of { option = value, ... }
---@field random? lastmile.random value: independent draws
---@field latin_hypercube? lastmile.latin_hypercube value: draws that fill every range evenly
---@field where? any value: function(point): false leaves a combination out
---@field seeds? number[] list of numbers: default: the scenario's
---@field baseline? string text: strategy that the others are compared with; default: the first
---@field precision? lastmile.precision value: stop a cell's seeds when its interval is narrow enough
---@field keep? "all"|"indicators" text: rows of every request, or indicators and rounds; default 'all'

---@param arguments lastmile.sweep.arguments|string
---@return lastmile.sweep
function lm.sweep(arguments) end

---@class lastmile.scenario

---@class lastmile.scenario.arguments
---@field name string text: of the scenario
---@field description? string text: one sentence; default ''
---@field nodes any value: name = lm.device{}, lm.devices{} or lm.router{}
---@field network any value: list of links
---@field outages? any value: list of lm.outage{}: when links are out
---@field holes? any value: list of lm.hole{}: where radios hear little
---@field churn? any value: list of lm.churn{}: nodes that go away and come back
---@field congestion? "cubic"|"bbr" text: control of TCP; default 'cubic'
---@field model? lastmile.zoo value: the network that is trained and run
---@field data? lastmile.objects|lastmile.digits|lastmile.texts|lastmile.sensors|lastmile.scenes|lastmile.synthetic|lastmile.files value: what it learns from
---@field training? lastmile.training value: how it learns
---@field answers? lastmile.trace value: recorded: nothing is trained, the network is not run
---@field workload? lastmile.bursts value: what is asked of it
---@field exit? any value: when a frame may leave early
---@field strategies any value: list of lm.strategy{} or lm.levels{}
---@field seeds? number[] list of numbers: default: one run, seed 1
---@field sweep? lastmile.sweep value: what `lastmile sweep` varies
---@field backend? "ns3"|"fluid" text: how bytes move; default 'ns3'
---@field ranking_check? "ns3"|"fluid" text: backend that runs too: does the ranking change?
---@field compute? string text: cost model of computing; default 'regression'
---@field record? string[] list of texts: also: "transfers", "links", "spans"
---@field record_interval? string duration like "20ms": of the table links; default '1s'

---@param arguments lastmile.scenario.arguments|string
---@return lastmile.scenario
function lm.scenario(arguments) end

---@class lastmile.central

---@class lastmile.central.arguments
---@field at string name of a node or group: where the network is trained

--- Raw data goes to one place, which trains.
---@param arguments lastmile.central.arguments|string
---@return lastmile.central
function lm.central(arguments) end

---@class lastmile.confidence

---@class lastmile.confidence.arguments
---@field threshold? number number: largest class probability that is enough; default 0.8

--- A frame leaves at the first exit that is sure enough.
---@param arguments lastmile.confidence.arguments|string
---@return lastmile.confidence
function lm.confidence(arguments) end

---@class lastmile.entropy

---@class lastmile.entropy.arguments
---@field thresholds number[] list of numbers: nats, one an exit before the last; the last number is for all that follow

--- A frame leaves at the first exit whose answer has little entropy (BranchyNet).
---@param arguments lastmile.entropy.arguments|string
---@return lastmile.entropy
function lm.entropy(arguments) end

---@class lastmile.federated

---@class lastmile.federated.arguments
---@field server string name of a node or group: who averages
---@field through? string name of a node or group: who averages on the way
---@field local_passes? integer whole number from 0 on: passes over local data in a round; default 1
---@field clients_per_round? integer whole number from 0 on: who takes part in a round; 0: everybody; default 0
---@field proximal? number number: mu of FedProx: pull to the round's model; default 0

--- Federated averaging at a server.
---@param arguments lastmile.federated.arguments|string
---@return lastmile.federated
function lm.federated(arguments) end

---@class lastmile.gossip

---@class lastmile.gossip.arguments
---@field neighbours? integer whole number from 0 on: whom a device sends to in a round; even; default 2
---@field local_passes? integer whole number from 0 on: passes over local data in a round; default 1

--- Devices average with their neighbours.
---@param arguments lastmile.gossip.arguments|string
---@return lastmile.gossip
function lm.gossip(arguments) end

---@class lastmile.local

---@class lastmile.local.arguments

--- Every request runs on the device that asks.
---@param arguments lastmile.local.arguments?
---@return lastmile.local
function lm.local_(arguments) end

---@class lastmile.partition

---@class lastmile.partition.arguments
---@field between string|string[] name of a node or group, or a list of them: the two places, the nearer first
---@field objective? "latency"|"energy"|"weighted" text: what is minimised; default 'latency'
---@field weight? number number: of latency, when weighted; default 0.5

--- The network is cut in two where a request costs least.
---@param arguments lastmile.partition.arguments|string
---@return lastmile.partition
function lm.partition(arguments) end

---@class lastmile.place

---@class lastmile.place.arguments
---@field at string name of a node or group: node, or group of those who ask

--- Every request runs at one place.
---@param arguments lastmile.place.arguments|string
---@return lastmile.place
function lm.place(arguments) end

return lm
