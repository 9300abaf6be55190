<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
<name>glioma</name>
<message><source> (it has {columns})</source><translation>（现有：{columns}）</translation></message>
<message><source> (twice {mm:.1f} mm between slices)</source><translation>（层间距 {mm:.1f} mm 的两倍）</translation></message>
<message><source> ({key})</source><translation>（{key}）</translation></message>
<message><source> and </source><translation>和</translation></message>
<message><source>, </source><translation>、</translation></message>
<message><source>- - {words} {height:.2f}   epoch</source><translation>- - {words} {height:.2f}   轮次</translation></message>
<message><source>1 equal slice</source><translation>1 层完全相同</translation></message>
<message><source>1 file passed over: {reason}</source><translation>略过 1 个文件：{reason}</translation></message>
<message><source>1 image is stored twice in this folder (same SOP Instance UID); the copies were left out.</source><translation>此文件夹中有 1 幅图像重复存储（SOP Instance UID 相同）；重复者已略去。</translation></message>
<message><source>1 mm</source><translation>1 mm</translation></message>
<message><source>1 new study in {folder}.</source><translation>{folder} 中有 1 项新检查。</translation></message>
<message><source>1 slice is missing, between {where}: positions along the stack are approximate.</source><translation>缺 1 层，位于第 {where} 层之间：沿层面方向的位置为近似值。</translation></message>
<message><source>1 study</source><translation>1 项检查</translation></message>
<message><source>1 study is linked to its files again.</source><translation>1 项检查已重新关联到文件。</translation></message>
<message><source>1 study is still missing: choose another folder.</source><translation>仍缺 1 项检查：请选择其他文件夹。</translation></message>
<message><source>1 voxel is not a number and is shown as 0.</source><translation>1 个体素不是数值，显示为 0。</translation></message>
<message><source>3 mm</source><translation>3 mm</translation></message>
<message><source>3 planes</source><translation>3 平面</translation></message>
<message><source>3D Slicer-like</source><translation>类 3D Slicer</translation></message>
<message><source>5 mm</source><translation>5 mm</translation></message>
<message><source>: </source><translation>：</translation></message>
<message><source>; </source><translation>；</translation></message>
<message><source>A NIfTI mask becomes the outline of the lesion that is drawn on.</source><translation>将 NIfTI 掩膜导入为当前病灶的轮廓。</translation></message>
<message><source>A baseline does as well as every network: {base}, tuning AUC {base_auc}; best network {best}.</source><translation>基线不逊于任何网络：{base}，调优 AUC {base_auc}；最佳网络 {best}。</translation></message>
<message><source>A box without the mouse: around the outline, as on the nearest slice, or at the middle of the view. Then move it.</source><translation>不用鼠标画框：围绕轮廓、同最近层面，或置于视图中央。然后移动。</translation></message>
<message><source>A key that is held stands alone, without Ctrl, Alt or Shift.</source><translation>需按住的键只能单独使用，不加 Ctrl、Alt 或 Shift。</translation></message>
<message><source>A lens at the cursor while the key is held; the wheel changes how much it magnifies.</source><translation>按住此键时在光标处放大；滚轮改变放大倍数。</translation></message>
<message><source>A line about the case</source><translation>一行病例备注</translation></message>
<message><source>A line about the case  ({key})</source><translation>一行病例备注 （{key}）</translation></message>
<message><source>A line about the case, in the case panel.</source><translation>在病例面板中写一行病例备注。</translation></message>
<message><source>A live figure: the mean of the folds that have begun, each at its last epoch. No interval yet.</source><translation>实时数值：已开始各折最后一轮的均值，尚无区间。</translation></message>
<message><source>A locked box cannot be moved or deleted; again to unlock.</source><translation>锁定的框不能移动或删除；再按一次解锁。</translation></message>
<message><source>A project cannot be made in {folder} ({reason}).</source><translation>无法在 {folder} 中新建项目（{reason}）。</translation></message>
<message><source>A reader has looked at the slice of the box.</source><translation>阅片者已看过该框所在的层面。</translation></message>
<message><source>A score, not a probability: too few patients to calibrate.</source><translation>此为评分，并非概率：患者过少，无法校准。</translation></message>
<message><source>A second tumour focus; one box a lesion and slice.</source><translation>添加另一个肿瘤灶；每个病灶每层一个框。</translation></message>
<message><source>ATRX loss</source><translation>ATRX 缺失</translation></message>
<message><source>AUC</source><translation>AUC</translation></message>
<message><source>AUC by patient, tuning</source><translation>按患者的 AUC，调优</translation></message>
<message><source>AUC on the sealed patients, of the mean of the five networks, which is what grades.</source><translation>封存患者上五个网络均值的 AUC，分级即用此均值。</translation></message>
<message><source>About Glioma Desktop</source><translation>关于 Glioma Desktop</translation></message>
<message><source>About one every {mm:g} mm along the slices.</source><translation>沿层面方向约每 {mm:g} mm 一个。</translation></message>
<message><source>Accept box as key</source><translation>接受为关键框</translation></message>
<message><source>Accept box on slice {k} as key</source><translation>将第 {k} 层的框接受为关键框</translation></message>
<message><source>Accuracy</source><translation>准确率</translation></message>
<message><source>Accuracy by patient, tuning</source><translation>按患者的准确率，调优</translation></message>
<message><source>Across: width. Up: brighter</source><translation>左右：窗宽；向上：变亮</translation></message>
<message><source>Across: width. Up: darker</source><translation>左右：窗宽；向上：变暗</translation></message>
<message><source>Activate</source><translation>启用</translation></message>
<message><source>Activate the next viewport.</source><translation>激活下一个视口。</translation></message>
<message><source>Active</source><translation>已启用</translation></message>
<message><source>Add</source><translation>添加</translation></message>
<message><source>Add a lesion</source><translation>添加一个病灶</translation></message>
<message><source>Add a lesion  ({key})</source><translation>添加一个病灶 （{key}）</translation></message>
<message><source>Add lesion</source><translation>添加病灶</translation></message>
<message><source>Add lesion {name}</source><translation>添加病灶 {name}</translation></message>
<message><source>Add specimen</source><translation>添加标本</translation></message>
<message><source>Add specimen S{number}</source><translation>添加标本 S{number}</translation></message>
<message><source>After surgery</source><translation>手术后</translation></message>
<message><source>After the last slice comes the first one.</source><translation>最后一层之后回到第一层。</translation></message>
<message><source>Ages</source><translation>年龄</translation></message>
<message><source>AlexNet, fine-tuned and frozen</source><translation>AlexNet，微调与冻结</translation></message>
<message><source>All keys and the mouse as this profile was delivered.</source><translation>全部按键和鼠标恢复为此方案的初始设置。</translation></message>
<message><source>All keys and what the mouse does; change them here.</source><translation>全部快捷键与鼠标操作；可在此修改。</translation></message>
<message><source>All values of the series.</source><translation>显示该序列的全部灰度值。</translation></message>
<message><source>All {count} patients are of {held} grade. Add patients of the other class.</source><translation>全部 {count} 例患者均为 {held} 级别。请加入另一类别的患者。</translation></message>
<message><source>An estimate stored by another version cannot be shown. Grade again{key}.</source><translation>由其他版本保存的预测无法显示。请重新分级{key}。</translation></message>
<message><source>An interpolated box stands here now. Delete again: no tumour on this slice.</source><translation>此处现为插值框。再删一次表示本层无肿瘤。</translation></message>
<message><source>An interpolated or copied box is taken as it is.</source><translation>原样接受插值或复制得到的框。</translation></message>
<message><source>An oligodendroglioma has no grade 4.</source><translation>少突胶质细胞瘤没有 4 级。</translation></message>
<message><source>Annotate</source><translation>标注</translation></message>
<message><source>Annotations (*.db)</source><translation>标注数据（*.db）</translation></message>
<message><source>Another image than the one that was drawn on: check what is drawn, or put the earlier file back.</source><translation>与勾画时不是同一图像：请核对勾画内容，或放回原来的文件。</translation></message>
<message><source>Another key for {action}</source><translation>为“{action}”另设按键</translation></message>
<message><source>Another lesion is graded since this answer. Grade again (G).</source><translation>已改为对另一病灶分级，此结果已过期。请重新分级（G）。</translation></message>
<message><source>Another window or program holds this project. What you do is kept, and saved as soon as it lets go.</source><translation>另一窗口或程序正占用本项目。您的操作已保留，释放后立即保存。</translation></message>
<message><source>Answers</source><translation>输出</translation></message>
<message><source>Area under the ROC curve by patient; mean of the five folds. 0.5 is chance.</source><translation>按患者计算的 ROC 曲线下面积；五折均值。0.5 为随机水平。</translation></message>
<message><source>As without the key</source><translation>与不按键时相同</translation></message>
<message><source>Assumes an untreated glioma.</source><translation>前提：未经治疗的胶质瘤。</translation></message>
<message><source>Assumes an untreated glioma. It cannot say that a lesion is not a glioma.</source><translation>前提：未经治疗的胶质瘤。模型不能判断病灶不是胶质瘤。</translation></message>
<message><source>At the last slice the slices run back.</source><translation>到最后一层后反向播放。</translation></message>
<message><source>At the time of the images. Unknown stays in.</source><translation>指成像时。未知者仍纳入。</translation></message>
<message><source>Auto</source><translation>自动</translation></message>
<message><source>Auto from a region</source><translation>按区域自动调窗</translation></message>
<message><source>Automatic</source><translation>自动选择</translation></message>
<message><source>Axial reformat</source><translation>轴位重组</translation></message>
<message><source>Axial reformat {mm:g} mm of {source}</source><translation>{source} 的 {mm:g} mm 轴位重组</translation></message>
<message><source>Axial, sagittal and coronal of the active series through one crosshair: click or drag it in Read.</source><translation>以同一十字线显示当前序列的轴位、矢状位和冠状位：在浏览模式下单击或拖动。</translation></message>
<message><source>Axis from low to high grade: {shown}</source><translation>低级别至高级别轴：{shown}</translation></message>
<message><source>BOX</source><translation>标注框</translation></message>
<message><source>Back to the run</source><translation>返回本次训练</translation></message>
<message><source>Back to {keys}.</source><translation>恢复为 {keys}。</translation></message>
<message><source>Back up project</source><translation>备份项目</translation></message>
<message><source>Back up project…</source><translation>备份项目…</translation></message>
<message><source>Backed up to {name}.</source><translation>已备份到 {name}。</translation></message>
<message><source>Baselines</source><translation>基线</translation></message>
<message><source>Baselines: box size, hand-crafted features</source><translation>基线：框大小、手工特征</translation></message>
<message><source>Beside them, always: box size only, and hand-crafted features with an SVM.</source><translation>此外始终包括：仅用框大小，以及手工特征加 SVM。</translation></message>
<message><source>Best AUC by patient (95 %), tuning</source><translation>最佳患者 AUC（95 %），调优</translation></message>
<message><source>Best by tuning AUC: {best}; best baseline {base}.</source><translation>按调优 AUC 最佳：{best}；最佳基线 {base}。</translation></message>
<message><source>Bidimensional</source><translation>双径测量</translation></message>
<message><source>Blink other sequence (hold)</source><translation>闪烁对比另一序列（按住）</translation></message>
<message><source>Both</source><translation>双侧</translation></message>
<message><source>Box (rows, columns)</source><translation>框（行 x 列）</translation></message>
<message><source>Box area and number of slices only. What a network must beat to have seen more than size.</source><translation>仅用框面积和层数。网络须优于此，才说明看到了大小以外的信息。</translation></message>
<message><source>Box holds 80 % of</source><translation>框包含 80 % 的</translation></message>
<message><source>Box of {lesions}</source><translation>{lesions} 的框</translation></message>
<message><source>Box size only</source><translation>仅框大小</translation></message>
<message><source>Boxes</source><translation>框的来源</translation></message>
<message><source>Boxes and outlines are hidden while the key is held.</source><translation>按住此键时隐藏框和轮廓。</translation></message>
<message><source>Boxes are kept on</source><translation>框存于</translation></message>
<message><source>Boxes hold 80 % of</source><translation>框内含 80 % 的</translation></message>
<message><source>Boxes of {lesions}</source><translation>{lesions} 的各框</translation></message>
<message><source>Boxes that hold less of their outline are left out.</source><translation>包含轮廓低于此值的框不纳入。</translation></message>
<message><source>Boxes that hold more of their outline are left out.</source><translation>包含轮廓高于此值的框不纳入。</translation></message>
<message><source>Boxes that hold more than 90 %, since no smaller one will do: {count}.</source><translation>覆盖率超过 90 % 的框（没有更小的框可用）：{count} 个。</translation></message>
<message><source>Boxes that hold this share of their outline.</source><translation>包含轮廓达此比例的框。</translation></message>
<message><source>Boxes used</source><translation>所用框数</translation></message>
<message><source>Boxes{over}</source><translation>各框{over}</translation></message>
<message><source>Brain tumour</source><translation>脑肿瘤</translation></message>
<message><source>Browse…</source><translation>浏览文件夹…</translation></message>
<message><source>By hand</source><translation>手动</translation></message>
<message><source>By patient, out of fold; figures at a chosen epoch are optimistic.</source><translation>按患者、折外；所选轮次处的数值偏乐观。</translation></message>
<message><source>CNS WHO {grade} (2021)</source><translation>CNS WHO {grade} 级（2021）</translation></message>
<message><source>CPU, {cores}</source><translation>CPU，{cores}</translation></message>
<message><source>CPU, {cores} cores; {reason}</source><translation>CPU，{cores} 核；{reason}</translation></message>
<message><source>Cancel</source><translation>取消</translation></message>
<message><source>Cancel the gesture under way; with none, back to Read.</source><translation>取消正在进行的操作；若无，则返回浏览模式。</translation></message>
<message><source>Cannot say</source><translation>无法判断</translation></message>
<message><source>Case done</source><translation>病例完成</translation></message>
<message><source>Case done, open next</source><translation>完成本例，打开下一例</translation></message>
<message><source>Central review</source><translation>中心复核</translation></message>
<message><source>Change and start new</source><translation>修改并重新开始</translation></message>
<message><source>Change {kind}</source><translation>修改 {kind}</translation></message>
<message><source>Changes folds, initialisation and augmentation only.</source><translation>只改变分折、初始化和数据增强。</translation></message>
<message><source>Changes folds, initialisation and augmentation, never the sealed patients.</source><translation>改变分折、初始化和数据增强，从不改变封存患者。</translation></message>
<message><source>Change…</source><translation>更改…</translation></message>
<message><source>Checking {name}…</source><translation>正在校验 {name}…</translation></message>
<message><source>Choose</source><translation>选择</translation></message>
<message><source>Choose a patient in the worklist.</source><translation>请在患者列表中选择患者。</translation></message>
<message><source>Choose at least one network.</source><translation>请至少选择一个网络。</translation></message>
<message><source>Choose at least one start.</source><translation>请至少选择一种起点。</translation></message>
<message><source>Choose one sequence or three of {sequences}, not {chosen}.</source><translation>请从 {sequences} 中选择一个或三个序列，而非 {chosen}。</translation></message>
<message><source>Choose the folder they are in now, or one above it; folders below are searched.</source><translation>请选择它们现在所在的文件夹或其上级；将搜索其下各级文件夹。</translation></message>
<message><source>Cine</source><translation>电影播放</translation></message>
<message><source>Cine: {cine_fps:g} slices a second{key}.</source><translation>电影播放：每秒 {cine_fps:g} 层{key}。</translation></message>
<message><source>Classes</source><translation>类别</translation></message>
<message><source>Clear on this slice</source><translation>清除本层测量</translation></message>
<message><source>Click a measurement to select it, then delete it.</source><translation>先单击选中一个测量，再删除。</translation></message>
<message><source>Click, then press a key.</source><translation>单击后按键。</translation></message>
<message><source>Click, then press another key. Delete takes it away.</source><translation>单击后按下新的按键。Delete 键清除。</translation></message>
<message><source>Close</source><translation>关闭</translation></message>
<message><source>Close the window. Everything is saved already; a training goes on.</source><translation>关闭窗口。所有内容均已保存；训练会继续进行。</translation></message>
<message><source>Close; the run stays in the list of runs.</source><translation>关闭；本次训练保留在训练记录中。</translation></message>
<message><source>Comment</source><translation>备注</translation></message>
<message><source>Comment on case</source><translation>病例备注</translation></message>
<message><source>Comment on the case</source><translation>对病例的备注</translation></message>
<message><source>Confirm it in the series list.</source><translation>请在序列列表中确认。</translation></message>
<message><source>Confirm {sequence}</source><translation>确认为 {sequence}</translation></message>
<message><source>Continue</source><translation>继续</translation></message>
<message><source>Copy box to next slice</source><translation>复制框到下一层</translation></message>
<message><source>Copy box to slice {k}</source><translation>复制框到第 {k} 层</translation></message>
<message><source>Copy the annotations, also while they are in use.</source><translation>备份标注数据，使用中也可进行。</translation></message>
<message><source>Counting patients and boxes…</source><translation>正在统计患者和框…</translation></message>
<message><source>Coverage</source><translation>覆盖率</translation></message>
<message><source>Coverage {band}</source><translation>覆盖率 {band}</translation></message>
<message><source>Dark</source><translation>深色</translation></message>
<message><source>Dark surfaces.</source><translation>深色界面。</translation></message>
<message><source>Date</source><translation>日期</translation></message>
<message><source>Delete box</source><translation>删除框</translation></message>
<message><source>Delete box on slice {k}</source><translation>删除第 {k} 层的框</translation></message>
<message><source>Delete outline on slice {k}</source><translation>删除第 {k} 层的轮廓</translation></message>
<message><source>Delete the box on this slice; in Outline, the outline; with a measuring tool, the selected measurement.</source><translation>删除本层的框；轮廓模式下删除轮廓；测量工具下删除所选测量。</translation></message>
<message><source>Delete the images that were unpacked from ZIP and tar files; they are unpacked again when asked for.</source><translation>删除从 ZIP 和 tar 文件解压的图像；需要时会再次解压。</translation></message>
<message><source>Delete the measurements on this slice; undo brings them back.</source><translation>删除本层的测量；可撤销恢复。</translation></message>
<message><source>Delete the unpacked copies; the files themselves stay.</source><translation>删除解压的副本；原文件保留。</translation></message>
<message><source>Delete {what} on slice {k}</source><translation>删除第 {k} 层的 {what}</translation></message>
<message><source>Deleted: {what} on slice {k}.</source><translation>已删除：第 {k} 层的 {what}。</translation></message>
<message><source>Derived images: computed from others, not acquired.</source><translation>派生图像：由其他图像计算而来，并非直接采集。</translation></message>
<message><source>Derived: axial reformat, mean over {step_mm:g} mm, of {name}.</source><translation>派生：由 {name} 轴位重组而来，按 {step_mm:g} mm 取平均。</translation></message>
<message><source>Device</source><translation>设备</translation></message>
<message><source>Dim panels</source><translation>调暗面板</translation></message>
<message><source>Direction of window and level</source><translation>窗宽窗位的方向</translation></message>
<message><source>Disc for unpacked archives</source><translation>解压归档占用磁盘</translation></message>
<message><source>Disc for unpacked files</source><translation>解压文件占用磁盘</translation></message>
<message><source>Do not stop</source><translation>不停止</translation></message>
<message><source>Does not exclude a higher grade.</source><translation>不能排除更高级别。</translation></message>
<message><source>Done, next</source><translation>完成，下一例</translation></message>
<message><source>Done. This was the end of the worklist; 1 case further up is still open.</source><translation>已完成。已到列表末尾，上方还有 1 例未完成。</translation></message>
<message><source>Done. This was the end of the worklist; {count} cases further up are still open.</source><translation>已完成。已到列表末尾，上方还有 {count} 例未完成。</translation></message>
<message><source>Done. This was the last open case of the worklist.</source><translation>已完成。这是列表中最后一个未完成的病例。</translation></message>
<message><source>Down</source><translation>向下</translation></message>
<message><source>Drag an end on the rail</source><translation>拖动层面导轨的端点</translation></message>
<message><source>Drag over the tissue that the window is to show. Esc: not after all.</source><translation>拖过窗需要显示的组织。Esc 取消。</translation></message>
<message><source>Drag the longest diameter, then its perpendicular (RANO).</source><translation>先拖出最长径，再拖出其垂直径（RANO）。</translation></message>
<message><source>Draw box on slice {k}</source><translation>在第 {k} 层画框</translation></message>
<message><source>Draw on lesion {name}.</source><translation>在病灶 {name} 上画框。</translation></message>
<message><source>Draw on lesion {name}. Its boxes are graded.</source><translation>在病灶 {name} 上画框。以其框进行分级。</translation></message>
<message><source>Draw {region} on slice {k}</source><translation>在第 {k} 层画 {region}</translation></message>
<message><source>Drawn blind to grade</source><translation>对级别设盲绘制</translation></message>
<message><source>Drawn once for the project, never redrawn. A run opens it once, at its end.</source><translation>每个项目只抽取一次，不再重抽。每次训练结束时开封一次。</translation></message>
<message><source>EGFR amplification</source><translation>EGFR 扩增</translation></message>
<message><source>Each network learns on four folds and is tuned on the fifth.</source><translation>每个网络用四折学习，用第五折调优。</translation></message>
<message><source>Earlier messages</source><translation>先前的消息</translation></message>
<message><source>Earlier trainings and their reports.</source><translation>以往的训练及其报告。</translation></message>
<message><source>Edit</source><translation>编辑</translation></message>
<message><source>Edit specimen {specimen_id}: {what}</source><translation>编辑标本 {specimen_id}：{what}</translation></message>
<message><source>Empty now</source><translation>立即清空</translation></message>
<message><source>English</source><translation>English</translation></message>
<message><source>Enhancement</source><translation>强化</translation></message>
<message><source>Epochs</source><translation>训练轮数</translation></message>
<message><source>Esc cancels what is under way, in every profile.</source><translation>在所有方案中，Esc 均取消正在进行的操作。</translation></message>
<message><source>Every key and every gesture of the mouse, to be changed.</source><translation>所有按键和鼠标手势，均可修改。</translation></message>
<message><source>Every network and start is trained on the same five folds. The sealed test set is opened once, after all trainings are done.</source><translation>所有网络和起点均在相同的五折上训练。全部训练完成后，封存测试集开封一次。</translation></message>
<message><source>Every sequence opens with Auto again.</source><translation>所有序列重新以自动窗打开。</translation></message>
<message><source>Every series back in its place.</source><translation>各序列回到各自的位置。</translation></message>
<message><source>Every series opens with Auto.</source><translation>所有序列以自动窗打开。</translation></message>
<message><source>Every study of this project is where it was.</source><translation>本项目的所有检查都在原处。</translation></message>
<message><source>Everything but the picture goes darker; again to undo.</source><translation>除图像外全部调暗；再按一次恢复。</translation></message>
<message><source>Exactly as in the report.</source><translation>与报告完全一致。</translation></message>
<message><source>Exchange black and white in this viewport.</source><translation>在此视口中黑白反转。</translation></message>
<message><source>Export boxes</source><translation>导出框</translation></message>
<message><source>Export boxes…</source><translation>导出框…</translation></message>
<message><source>Export the model</source><translation>导出模型</translation></message>
<message><source>Exported to {name}. It holds no name and no identifier, only keyed hashes.</source><translation>已导出到 {name}。其中不含姓名和标识，只有加密哈希。</translation></message>
<message><source>Exporting {name}…</source><translation>正在导出 {name}…</translation></message>
<message><source>Export…</source><translation>导出…</translation></message>
<message><source>FLAIR outline</source><translation>FLAIR 轮廓</translation></message>
<message><source>Faster</source><translation>加快</translation></message>
<message><source>Fetch bvlc_googlenet of the Caffe model zoo ({url}) as safetensors under its Caffe names ({name}: SHA-256 {digest}) and choose it as the weights file (--weights).</source><translation>请获取 Caffe model zoo 的 bvlc_googlenet（{url}），以 safetensors 格式并保留 Caffe 名称（{name}：SHA-256 {digest}），再将其选为权重文件（--weights）。</translation></message>
<message><source>Fetch {url} (SHA-256 begins {begins}) on a machine with a connection and choose it as the weights file (--weights).</source><translation>请在联网的计算机上获取 {url}（SHA-256 以 {begins} 开头），再将其选为权重文件（--weights）。</translation></message>
<message><source>Fewer slices a second.</source><translation>每秒层数减少。</translation></message>
<message><source>File</source><translation>文件</translation></message>
<message><source>Fill</source><translation>填充率</translation></message>
<message><source>Find</source><translation>查找</translation></message>
<message><source>Find a patient by pseudonym, status or sequence.</source><translation>按假名编号、状态或序列查找患者。</translation></message>
<message><source>Find an action or a key</source><translation>查找操作或按键</translation></message>
<message><source>Find moved folder — Glioma Desktop</source><translation>查找已移动的文件夹 — Glioma Desktop</translation></message>
<message><source>Find moved folder…</source><translation>查找已移动的文件夹…</translation></message>
<message><source>Find the MR studies in a folder. Dropping it works too.</source><translation>查找文件夹中的 MR 检查；也可直接拖入。</translation></message>
<message><source>Finds high</source><translation>高级别检出</translation></message>
<message><source>Finish the batch under way and wait. Nothing is lost.</source><translation>完成当前批次后等待。不会丢失任何内容。</translation></message>
<message><source>First slice</source><translation>第一层</translation></message>
<message><source>Fit all slices to 80 %</source><translation>全部层适配到 80 %</translation></message>
<message><source>Fit box on slice {k}</source><translation>适配第 {k} 层的框</translation></message>
<message><source>Fit boxes on {count} slices</source><translation>适配 {count} 层的框</translation></message>
<message><source>Fit slice</source><translation>适合窗口</translation></message>
<message><source>Fit to 80 %</source><translation>适配到 80 %</translation></message>
<message><source>Five folds</source><translation>五折</translation></message>
<message><source>Five folds need at least {needed} patients of each class outside the sealed test set; there are {n} of {name} grade. Annotate more patients, or widen the coverage band.</source><translation>五折要求封存测试集以外每一类别至少有 {needed} 例患者；目前 {name} 级别为 {n} 例。请标注更多患者，或放宽覆盖率范围。</translation></message>
<message><source>Five slices back</source><translation>后退五层</translation></message>
<message><source>Five slices back.</source><translation>往回翻五层。</translation></message>
<message><source>Five slices on</source><translation>前进五层</translation></message>
<message><source>Five slices on.</source><translation>往下翻五层。</translation></message>
<message><source>Flag case</source><translation>标记病例</translation></message>
<message><source>Flag the case</source><translation>标记该病例</translation></message>
<message><source>Fold side panels</source><translation>折叠侧面板</translation></message>
<message><source>Fold {fold}</source><translation>第 {fold} 折</translation></message>
<message><source>Fold {number}</source><translation>第 {number} 折</translation></message>
<message><source>Fold {n}</source><translation>第 {n} 折</translation></message>
<message><source>Folder of ImageNet weights</source><translation>ImageNet 权重文件夹</translation></message>
<message><source>Forget windows</source><translation>清除记忆的窗</translation></message>
<message><source>Found</source><translation>找到</translation></message>
<message><source>Four viewports.</source><translation>四个视口。</translation></message>
<message><source>From folder…</source><translation>从文件夹导入…</translation></message>
<message><source>Full screen</source><translation>全屏</translation></message>
<message><source>Give it to “{action}”</source><translation>改用于“{action}”</translation></message>
<message><source>Give the project a name that can be a folder's name.</source><translation>请为项目取一个可用作文件夹名的名称。</translation></message>
<message><source>Glioma Desktop</source><translation>Glioma Desktop</translation></message>
<message><source>Glioma Desktop, second screen</source><translation>Glioma Desktop，第二屏幕</translation></message>
<message><source>Go on from the last checkpoint, to the same figures.</source><translation>从上一个检查点继续，得到相同的数值。</translation></message>
<message><source>Grade</source><translation>分级</translation></message>
<message><source>Grade as written</source><translation>报告原文级别</translation></message>
<message><source>Grade lesion {name}</source><translation>对病灶 {name} 分级</translation></message>
<message><source>Grade this lesion</source><translation>对此病灶分级</translation></message>
<message><source>Grade tumour</source><translation>肿瘤分级</translation></message>
<message><source>Grade, edition, who graded again and why: all four are needed.</source><translation>级别、版本、重新分级者和原因：四项均须填写。</translation></message>
<message><source>Graded again</source><translation>重新分级</translation></message>
<message><source>Graded again by</source><translation>重新分级的人</translation></message>
<message><source>Graded again: edition</source><translation>重新分级：版本</translation></message>
<message><source>Graded again: grade</source><translation>重新分级：级别</translation></message>
<message><source>Grades</source><translation>级别</translation></message>
<message><source>Grading…</source><translation>正在分级…</translation></message>
<message><source>Greatest coverage</source><translation>覆盖率上限</translation></message>
<message><source>H3-altered</source><translation>H3 变异型</translation></message>
<message><source>H3-altered tumour</source><translation>H3 变异型肿瘤</translation></message>
<message><source>Hand-crafted</source><translation>手工设计</translation></message>
<message><source>Hand-crafted features</source><translation>手工设计特征</translation></message>
<message><source>Hang again</source><translation>重新挂片</translation></message>
<message><source>Hanging protocol</source><translation>挂片协议</translation></message>
<message><source>Hanging protocol: {name}.</source><translation>挂片协议：{name}。</translation></message>
<message><source>Held-out AUC</source><translation>留出集 AUC</translation></message>
<message><source>Held-out accuracy</source><translation>留出集准确率</translation></message>
<message><source>Held-out test AUC</source><translation>留出测试 AUC</translation></message>
<message><source>Help</source><translation>帮助</translation></message>
<message><source>Hide overlays (hold)</source><translation>隐藏叠加信息（按住）</translation></message>
<message><source>High = WHO {high}, low = WHO {low} ({edition}).</source><translation>高 = WHO {high}，低 = WHO {low}（{edition}）。</translation></message>
<message><source>High = WHO {high}, low = WHO {low} ({edition}). Grade {unseen} not trained on.</source><translation>高 = WHO {high}，低 = WHO {low}（{edition}）。未用 {unseen} 级训练。</translation></message>
<message><source>High grade</source><translation>高级别</translation></message>
<message><source>Histogram, co-occurrence, local patterns and shape, with a support vector machine.</source><translation>直方图、共生矩阵、局部模式和形状，配合支持向量机。</translation></message>
<message><source>Holds {share:.0f} % of {name}</source><translation>框内含 {name} 的 {share:.0f} %</translation></message>
<message><source>Horos-like</source><translation>类 Horos</translation></message>
<message><source>How it did</source><translation>表现如何</translation></message>
<message><source>How much memory and disc the images may take, and what they take now.</source><translation>图像可占用多少内存和磁盘，以及目前的占用。</translation></message>
<message><source>How they came about.</source><translation>框是如何产生的。</translation></message>
<message><source>IDH method</source><translation>IDH 检测方法</translation></message>
<message><source>IDH-wildtype and 1p/19q-codeleted exclude each other.</source><translation>IDH 野生型与 1p/19q 共缺失相互排斥。</translation></message>
<message><source>IHC R132H, sequencing</source><translation>IHC R132H、测序</translation></message>
<message><source>IHE Basic Image Review</source><translation>IHE 基本阅片</translation></message>
<message><source>II</source><translation>Ⅱ</translation></message>
<message><source>III</source><translation>Ⅲ</translation></message>
<message><source>IV</source><translation>Ⅳ</translation></message>
<message><source>ImageNet weights</source><translation>ImageNet 权重</translation></message>
<message><source>ImageNet weights of {label} are needed for this start.</source><translation>此初始化方式需要 {label} 的 ImageNet 权重。</translation></message>
<message><source>ImageType DERIVED: subtraction or projection</source><translation>ImageType DERIVED：减影或投影</translation></message>
<message><source>ImageType {part}: not a magnitude</source><translation>ImageType {part}：非幅度图像</translation></message>
<message><source>Import a model</source><translation>导入模型</translation></message>
<message><source>Import from file…</source><translation>从文件导入…</translation></message>
<message><source>Imported {name} from {file}. {scope}</source><translation>已从 {file} 导入 {name}。{scope}</translation></message>
<message><source>Importing {name}…</source><translation>正在导入 {name}…</translation></message>
<message><source>Import…</source><translation>导入…</translation></message>
<message><source>In Read the left button scrolls.</source><translation>浏览模式下左键翻层。</translation></message>
<message><source>In Read the left button sets window and level.</source><translation>浏览模式下左键调窗。</translation></message>
<message><source>In Read the left button zooms: up is larger.</source><translation>浏览模式下左键缩放：向上放大。</translation></message>
<message><source>In Read the picture follows the left button.</source><translation>浏览模式下左键拖动图像。</translation></message>
<message><source>In folder</source><translation>所在文件夹</translation></message>
<message><source>In the five folds; the sealed ones are not counted.</source><translation>五折之内；不计封存患者。</translation></message>
<message><source>In the training patients; yours may differ.</source><translation>指训练患者；您的患者可能不同。</translation></message>
<message><source>In this run</source><translation>本次训练</translation></message>
<message><source>Interpolate voxels</source><translation>体素插值显示</translation></message>
<message><source>Invert</source><translation>黑白反转</translation></message>
<message><source>It grades from now on.</source><translation>今后用它分级。</translation></message>
<message><source>Its studies differ in sex or year of birth.</source><translation>其各次检查的性别或出生年不一致。</translation></message>
<message><source>Keep</source><translation>保留</translation></message>
<message><source>Keep as…</source><translation>另存为协议…</translation></message>
<message><source>Keep the arrangement as a protocol with a name.</source><translation>将当前布置存为有名称的协议。</translation></message>
<message><source>Keep the page as HTML or PDF, by pseudonym.</source><translation>将此页存为 HTML 或 PDF，仅含假名。</translation></message>
<message><source>Keep this arrangement</source><translation>保留当前布置</translation></message>
<message><source>Keep this arrangement as</source><translation>将当前布置保留为</translation></message>
<message><source>Kept for this layout in {name}: {words}.</source><translation>已在 {name} 中为此布局保留：{words}。</translation></message>
<message><source>Key of {action}: {key}</source><translation>“{action}”的按键：{key}</translation></message>
<message><source>Keys and mouse: {profile}. {key} shows them.</source><translation>按键与鼠标：{profile}。{key} 查看。</translation></message>
<message><source>Keys go to the next area: worklist, viewport, case.</source><translation>键盘焦点移到下一区域：患者列表、视口、病例。</translation></message>
<message><source>Ki-67, %</source><translation>Ki-67（%）</translation></message>
<message><source>Labels and boxes</source><translation>标签与框</translation></message>
<message><source>Labels of {patient}</source><translation>{patient} 的病理标签</translation></message>
<message><source>Labels — Glioma Desktop</source><translation>病理标签 — Glioma Desktop</translation></message>
<message><source>Labels ›</source><translation>病理标签 ›</translation></message>
<message><source>Labels…</source><translation>病理标签…</translation></message>
<message><source>Language</source><translation>语言</translation></message>
<message><source>Last slice</source><translation>最后一层</translation></message>
<message><source>Later</source><translation>稍后</translation></message>
<message><source>Layout</source><translation>布局</translation></message>
<message><source>Leak check</source><translation>泄漏检查</translation></message>
<message><source>Leak check and crops</source><translation>泄漏检查与裁剪</translation></message>
<message><source>Leans high grade · score {score:.2f}</source><translation>倾向高级别 · 评分 {score:.2f}</translation></message>
<message><source>Leans high grade · {share:.0f} %</source><translation>倾向高级别 · {share:.0f} %</translation></message>
<message><source>Leans high grade · {share:.0f} % ({low:.0f}-{high:.0f})</source><translation>倾向高级别 · {share:.0f} %（{low:.0f}-{high:.0f}）</translation></message>
<message><source>Leans low grade · score {score:.2f}</source><translation>倾向低级别 · 评分 {score:.2f}</translation></message>
<message><source>Leans low grade · {share:.0f} % high</source><translation>倾向低级别 · 高级别概率 {share:.0f} %</translation></message>
<message><source>Leans low grade · {share:.0f} % high ({low:.0f}-{high:.0f})</source><translation>倾向低级别 · 高级别概率 {share:.0f} %（{low:.0f}-{high:.0f}）</translation></message>
<message><source>Least coverage</source><translation>覆盖率下限</translation></message>
<message><source>Leave it</source><translation>保持不变</translation></message>
<message><source>Leave sealed</source><translation>保持封存</translation></message>
<message><source>Left</source><translation>向左</translation></message>
<message><source>Left (patient)</source><translation>左侧（患者）</translation></message>
<message><source>Left and right are not known.</source><translation>左右方向未知。</translation></message>
<message><source>Left out of training. What is drawn stays.</source><translation>不纳入训练。所画内容保留。</translation></message>
<message><source>Left-drag</source><translation>左键拖动</translation></message>
<message><source>Left-drag draws a box. Keep holding and turn the wheel to sweep it through slices.</source><translation>左键拖动画框；按住不放并滚动滚轮，可连续带过多层。</translation></message>
<message><source>Left-drag draws an outline freehand; with Shift a further part.</source><translation>左键拖动手绘轮廓；按住 Shift 可添加另一部分。</translation></message>
<message><source>Left-drag in Read</source><translation>浏览模式下左键拖动</translation></message>
<message><source>Left-drag in Read: {verb}.</source><translation>浏览模式下左键拖动：{verb}。</translation></message>
<message><source>Left-drag in three planes</source><translation>三平面中左键拖动</translation></message>
<message><source>Left-drag measures a distance.</source><translation>左键拖动测量距离。</translation></message>
<message><source>Left-drag over tissue: the window spans its values.</source><translation>左键拖过组织：窗按其灰度范围设定。</translation></message>
<message><source>Left-drag pans</source><translation>左键拖动平移</translation></message>
<message><source>Left-drag scrolls</source><translation>左键拖动翻层</translation></message>
<message><source>Left-drag scrolls in Read, right-drag windows, the left hand has the keys.</source><translation>浏览模式下左键拖动翻层，右键拖动调窗，左手操作按键。</translation></message>
<message><source>Left-drag while measuring</source><translation>测量时左键拖动</translation></message>
<message><source>Left-drag windows</source><translation>左键拖动调窗</translation></message>
<message><source>Left-drag windows, right-drag zooms; W, M and Z choose what left-drag does.</source><translation>左键拖动调窗，右键拖动缩放；W、M、Z 选择左键拖动的作用。</translation></message>
<message><source>Left-drag with a tool</source><translation>使用工具时左键拖动</translation></message>
<message><source>Left-drag zooms</source><translation>左键拖动缩放</translation></message>
<message><source>Lesion</source><translation>病灶</translation></message>
<message><source>Lesion sampled</source><translation>取样病灶</translation></message>
<message><source>Lesion {lesion} has no box on this slice.</source><translation>病灶 {lesion} 在此层没有框。</translation></message>
<message><source>Lesion {lesion} has no {region} on this slice.</source><translation>病灶 {lesion} 在此层没有{region}。</translation></message>
<message><source>Licence</source><translation>许可证</translation></message>
<message><source>Light</source><translation>浅色</translation></message>
<message><source>Light surfaces; pictures stay on black.</source><translation>浅色界面；图像仍为黑底。</translation></message>
<message><source>Link as shown</source><translation>按当前显示联动</translation></message>
<message><source>Link viewports</source><translation>联动视口</translation></message>
<message><source>Link {words} by hand</source><translation>手动联动 {words}</translation></message>
<message><source>Linked</source><translation>已联动</translation></message>
<message><source>Loading the model…</source><translation>正在载入模型…</translation></message>
<message><source>Lock box</source><translation>锁定框</translation></message>
<message><source>Lock or unlock box on slice {k}</source><translation>锁定或解锁第 {k} 层的框</translation></message>
<message><source>Long diameter {long}. Now drag the perpendicular; Esc gives it up.</source><translation>最长径 {long}。请再拖出垂直径；Esc 放弃。</translation></message>
<message><source>Look at {count} slices</source><translation>浏览 {count} 层</translation></message>
<message><source>Look in</source><translation>查找位置</translation></message>
<message><source>Looking at the case…</source><translation>正在查看病例…</translation></message>
<message><source>Looking in {name}…</source><translation>正在 {name} 中查找…</translation></message>
<message><source>Looking which files are gone…</source><translation>正在查找缺失的文件…</translation></message>
<message><source>Looking which models there are…</source><translation>正在查看有哪些模型…</translation></message>
<message><source>Looking which runs there are…</source><translation>正在查看有哪些训练记录…</translation></message>
<message><source>Loop</source><translation>循环播放</translation></message>
<message><source>Low and high are classes of this project, not WHO terms.</source><translation>“低”“高”为本项目的类别，并非 WHO 术语。</translation></message>
<message><source>MESSAGES</source><translation>消息列表</translation></message>
<message><source>MGMT methylation</source><translation>MGMT 甲基化</translation></message>
<message><source>Made of</source><translation>组成</translation></message>
<message><source>Magnifier</source><translation>放大镜</translation></message>
<message><source>Magnifier (hold)</source><translation>放大镜（按住）</translation></message>
<message><source>Make a project in a folder of its own.</source><translation>在单独的文件夹中新建项目。</translation></message>
<message><source>Make project</source><translation>建立项目</translation></message>
<message><source>Manufacturer and model, as the images say.</source><translation>图像中记录的厂家和型号。</translation></message>
<message><source>Mark the case to come back to it.</source><translation>标记此病例，以便再看。</translation></message>
<message><source>Measure</source><translation>测量</translation></message>
<message><source>Memory</source><translation>内存</translation></message>
<message><source>Memory for images</source><translation>图像可用内存</translation></message>
<message><source>Memory — Glioma Desktop</source><translation>内存 — Glioma Desktop</translation></message>
<message><source>Memory…</source><translation>内存…</translation></message>
<message><source>Messages</source><translation>消息</translation></message>
<message><source>Microvascular prolif.</source><translation>微血管增生</translation></message>
<message><source>Microvascular proliferation</source><translation>微血管增生情况</translation></message>
<message><source>Middle-drag</source><translation>中键拖动</translation></message>
<message><source>Midline</source><translation>中线</translation></message>
<message><source>Mirror lens (hold)</source><translation>镜像透镜（按住）</translation></message>
<message><source>Model</source><translation>模型</translation></message>
<message><source>Model (*.zip)</source><translation>模型（*.zip）</translation></message>
<message><source>Model (*.zip);;All files (*)</source><translation>模型 (*.zip);;所有文件 (*)</translation></message>
<message><source>Model estimate</source><translation>模型预测</translation></message>
<message><source>Model {model}</source><translation>模型 {model}</translation></message>
<message><source>Models of this project</source><translation>本项目的模型</translation></message>
<message><source>Models — Glioma Desktop</source><translation>模型 — Glioma Desktop</translation></message>
<message><source>Models…</source><translation>模型…</translation></message>
<message><source>Molecular</source><translation>分子病理</translation></message>
<message><source>More slices a second; the wheel does it while they run.</source><translation>每秒层数增加；播放时也可用滚轮调节。</translation></message>
<message><source>More viewports of this patient on another screen; again to close them.</source><translation>在另一屏幕上显示该患者的更多视口；再按一次关闭。</translation></message>
<message><source>More viewports on the screen {name}. {key} closes them.</source><translation>屏幕 {name} 上有更多视口。{key} 关闭。</translation></message>
<message><source>Mouse</source><translation>鼠标操作</translation></message>
<message><source>Mouse and keys</source><translation>鼠标与按键</translation></message>
<message><source>Mouse and keys…</source><translation>鼠标与按键…</translation></message>
<message><source>Move box</source><translation>移动框</translation></message>
<message><source>Move box on slice {k}</source><translation>移动第 {k} 层的框</translation></message>
<message><source>Move the end of the boxes to slice {k}</source><translation>将框的端点移到第 {k} 层</translation></message>
<message><source>Move {kind}</source><translation>移动 {kind}</translation></message>
<message><source>Name</source><translation>名称</translation></message>
<message><source>Name on screens (optional)</source><translation>显示名称（可选）</translation></message>
<message><source>Name one network and one start of {folder}. It holds: {held}.</source><translation>请指明 {folder} 的一个网络和一种初始化方式。现有：{held}。</translation></message>
<message><source>Narrow</source><translation>窄窗</translation></message>
<message><source>Narrower</source><translation>变窄</translation></message>
<message><source>Necrosis</source><translation>坏死</translation></message>
<message><source>Network</source><translation>网络</translation></message>
<message><source>Network, start</source><translation>网络与起点</translation></message>
<message><source>Networks</source><translation>参训网络</translation></message>
<message><source>Never used for the grade.</source><translation>从不用于分级。</translation></message>
<message><source>New project — Glioma Desktop</source><translation>新建项目 — Glioma Desktop</translation></message>
<message><source>New project…</source><translation>新建项目…</translation></message>
<message><source>Next area</source><translation>下一区域</translation></message>
<message><source>Next key slice</source><translation>下一关键层</translation></message>
<message><source>Next patient</source><translation>下一位患者</translation></message>
<message><source>Next series</source><translation>下一序列</translation></message>
<message><source>Next slice</source><translation>下一层</translation></message>
<message><source>Next viewport</source><translation>下一视口</translation></message>
<message><source>No CUDA device is to be seen by PyTorch. Train with --device cpu, or mend the driver.</source><translation>PyTorch 未发现 CUDA 设备。请用 --device cpu 训练，或修复驱动程序。</translation></message>
<message><source>No MR study found there. Open a folder with DICOM or NIfTI files.</source><translation>未找到 MR 检查。请打开含 DICOM 或 NIfTI 文件的文件夹。</translation></message>
<message><source>No MR study lies in the folder.</source><translation>文件夹中没有 MR 检查。</translation></message>
<message><source>No MR study lies open there, but a ZIP or tar file: choose it with File &gt; Open files.</source><translation>该处没有可直接打开的 MR 检查，但有一个 ZIP 或 tar 文件：请用“文件 &gt; 打开文件”选择。</translation></message>
<message><source>No MR study lies open there, but {count} ZIP or tar files: choose them with File &gt; Open files.</source><translation>该处没有可直接打开的 MR 检查，但有 {count} 个 ZIP 或 tar 文件：请用“文件 &gt; 打开文件”选择。</translation></message>
<message><source>No action and no key is called “{sought}”.</source><translation>没有名为“{sought}”的操作或按键。</translation></message>
<message><source>No axial reformat of {series}: {reason}.</source><translation>无法对 {series} 做轴位重组：{reason}。</translation></message>
<message><source>No box on this slice</source><translation>本层无框</translation></message>
<message><source>No box on this slice to copy.</source><translation>本层无框可复制。</translation></message>
<message><source>No box to zoom to. Draw one{key}.</source><translation>没有可放大的框。请先画框{key}。</translation></message>
<message><source>No boxes</source><translation>无框</translation></message>
<message><source>No browser opened for the report of {patient}. Save as… keeps it as a file.</source><translation>没有浏览器打开 {patient} 的报告。“另存为…”可将其保存为文件。</translation></message>
<message><source>No folder is watched.</source><translation>没有监视的文件夹。</translation></message>
<message><source>No folder was given.</source><translation>未指定文件夹。</translation></message>
<message><source>No free name for a run in {folder}.</source><translation>{folder} 中没有可用的训练名称。</translation></message>
<message><source>No further series. Drag one here from the list.</source><translation>没有其他序列。可从列表拖到此处。</translation></message>
<message><source>No measurement on this slice.</source><translation>本层无测量。</translation></message>
<message><source>No model</source><translation>无模型</translation></message>
<message><source>No model yet</source><translation>尚无模型</translation></message>
<message><source>No model yet. Training &gt; Retrain… makes one, Training &gt; Models… imports one.</source><translation>尚无模型。可用“训练 &gt; 重新训练…”生成，或用“训练 &gt; 模型…”导入。</translation></message>
<message><source>No network of this run has finished all five folds. Baselines are not published.</source><translation>本次训练没有网络完成全部五折。基线不发布。</translation></message>
<message><source>No network of this run is finished. Resume the run, or choose another.</source><translation>此次训练尚无完成的网络。请继续该训练，或另选一次训练。</translation></message>
<message><source>No network was trained in this run yet</source><translation>本次尚未训练任何网络</translation></message>
<message><source>No other planes: {reason}.</source><translation>无其他平面：{reason}。</translation></message>
<message><source>No pathology grade</source><translation>缺病理级别</translation></message>
<message><source>No patient can enter the run ({reasons}).</source><translation>没有患者可进入训练（{reasons}）。</translation></message>
<message><source>No patient is open</source><translation>没有打开的患者</translation></message>
<message><source>No patient matches “{text}”.</source><translation>没有与“{text}”匹配的患者。</translation></message>
<message><source>No patient of {folder} could be imported: {reason}</source><translation>{folder} 中没有患者能够导入：{reason}</translation></message>
<message><source>No patient open</source><translation>未打开患者</translation></message>
<message><source>No patients yet. Open a folder with MR studies.</source><translation>尚无患者。请打开含 MR 检查的文件夹。</translation></message>
<message><source>No run can be started: {folder} cannot be written ({reason}).</source><translation>无法开始训练：{folder} 无法写入（{reason}）。</translation></message>
<message><source>No series is known to be {name}. Confirm one in the series list, or drag one here.</source><translation>没有已知为 {name} 的序列。请在序列列表中确认，或拖一个到此处。</translation></message>
<message><source>No specimen yet. Pathology is one row a specimen.</source><translation>尚无标本。病理以每个标本一行记录。</translation></message>
<message><source>No three planes of {series}: {reason}.</source><translation>{series} 无三平面：{reason}。</translation></message>
<message><source>No training yet. Training &gt; Retrain… starts one.</source><translation>尚无训练。可用“训练 &gt; 重新训练…”开始。</translation></message>
<message><source>No {name} here</source><translation>此处无 {name}</translation></message>
<message><source>No {name} in this study.</source><translation>本次检查中没有 {name}。</translation></message>
<message><source>No {region} on this slice. Draw one{key}, or open an outline file (ROI menu).</source><translation>本层无 {region}。请绘制{key}，或打开轮廓文件（ROI 菜单）。</translation></message>
<message><source>No {sequence}</source><translation>无 {sequence}</translation></message>
<message><source>None is missing.</source><translation>没有缺失的检查。</translation></message>
<message><source>None of their files is in {name}. Choose another folder.</source><translation>{name} 中没有这些文件。请选择其他文件夹。</translation></message>
<message><source>Not RANO measurable: the shorter is under {limit:.0f} mm{why}.</source><translation>RANO 不可测量：短径小于 {limit:.0f} mm{why}。</translation></message>
<message><source>Not decided: left out of training until it is.</source><translation>未决定：在决定前不纳入训练。</translation></message>
<message><source>Not done: another window has drawn here meanwhile. Look at it first.</source><translation>未执行：另一窗口已在此处绘制。请先查看。</translation></message>
<message><source>Not graded again. The original is never overwritten.</source><translation>未重新分级。原始级别从不覆盖。</translation></message>
<message><source>Not graded: images are {when}. The model knows untreated tumours only.</source><translation>未分级：图像为 {when}。本模型仅适用于未治疗的肿瘤。</translation></message>
<message><source>Not graded: left and right are not known in this file.</source><translation>未分级：此文件左右方向未知。</translation></message>
<message><source>Not graded: no record of contrast. Confirm T1CE or choose another series.</source><translation>未分级：无对比剂记录。请确认为 T1 增强，或另选序列。</translation></message>
<message><source>Not graded: patient is {age}. The model was trained on adults.</source><translation>未分级：患者 {age} 岁。本模型仅用成人训练。</translation></message>
<message><source>Not graded: sequence not known. Confirm it in the series list.</source><translation>未分级：序列类型未知。请在序列列表中确认。</translation></message>
<message><source>Not graded: sequence not known. {confirm}</source><translation>未分级：序列类型未知。{confirm}</translation></message>
<message><source>Not graded: slices are {found:.3g} mm apart; training had {had} mm.</source><translation>未分级：层间距 {found:.3g} mm；训练数据为 {had} mm。</translation></message>
<message><source>Not graded: slices are {plane}; the model reads {wanted} slices. Choose such a series.</source><translation>未分级：层面为 {plane}；本模型读取 {wanted} 层面。请选择相应的序列。</translation></message>
<message><source>Not graded: the box is outside the image. Move it.</source><translation>未分级：框在图像以外。请移动。</translation></message>
<message><source>Not graded: the box is {width:.0f} x {height:.0f} {unit}; 10 x 10 {unit} is the least.</source><translation>未分级：框为 {width:.0f} x {height:.0f} {unit}；至少需 10 x 10 {unit}。</translation></message>
<message><source>Not graded: the sequences are not on one grid. Resample them or use a one-sequence model.</source><translation>未分级：各序列不在同一网格上。请重采样，或使用单序列模型。</translation></message>
<message><source>Not graded: there is no box. Draw one on {sequence}.</source><translation>未分级：没有框。请在 {sequence} 上画框。</translation></message>
<message><source>Not graded: there is no box. Draw one.</source><translation>未分级：没有框。请画框。</translation></message>
<message><source>Not graded: this is a subtraction or projection. Choose the {wanted} series itself.</source><translation>未分级：此为减影或投影图像。请选择 {wanted} 原始序列。</translation></message>
<message><source>Not graded: this is no sequence the model reads. Choose the {wanted} series.</source><translation>未分级：本模型不读取此序列。请选择 {wanted} 序列。</translation></message>
<message><source>Not graded: this is {found}. Choose the {wanted} series.</source><translation>未分级：此为 {found}。请选择 {wanted} 序列。</translation></message>
<message><source>Not graded: this is {modality}. The model reads MR only.</source><translation>未分级：此为 {modality}。本模型仅适用于 MR。</translation></message>
<message><source>Not graded: this patient is sealed, and the list of sealed patients, splits/holdout.json, is missing. Restore it from a backup.</source><translation>未分级：该患者已封存，而封存患者名单 splits/holdout.json 缺失。请从备份中恢复。</translation></message>
<message><source>Not graded: {missing} is missing. Open the study that holds it.</source><translation>未分级：缺少 {missing}。请打开含有该序列的检查。</translation></message>
<message><source>Not graded: {which} is outside the head. Move it.</source><translation>未分级：{which} 在头部以外。请移动。</translation></message>
<message><source>Not graded: {which} is outside the image. Move it.</source><translation>未分级：{which} 在图像以外。请移动。</translation></message>
<message><source>Not kept: confirm the sequence of every series that is shown first, in the series list.</source><translation>未保留：请先在序列列表中确认所显示的每个序列。</translation></message>
<message><source>Not kept: the arrangement needs a name.</source><translation>未保留：请为此布置起一个名称。</translation></message>
<message><source>Not kept: three planes show one series. Choose another layout first.</source><translation>未保留：三平面只显示一个序列。请先选择其他布局。</translation></message>
<message><source>Not linked by hand: {reason}.</source><translation>未手动联动：{reason}。</translation></message>
<message><source>Not linked with the box series: the box is kept on {name}.</source><translation>与框序列未联动：框存于 {name}。</translation></message>
<message><source>Not saved: {what}</source><translation>未保存：{what}</translation></message>
<message><source>Not yet</source><translation>暂不</translation></message>
<message><source>Not {what}</source><translation>不满足：{what}</translation></message>
<message><source>Note</source><translation>说明</translation></message>
<message><source>Note: box holds {share:.0f} % of the outline; training had {low:.0f}-{high:.0f} %.</source><translation>提示：框内含轮廓的 {share:.0f} %；训练数据为 {low:.0f}-{high:.0f} %。</translation></message>
<message><source>Note: grade {grades} not trained on.</source><translation>提示：未用 {grades} 级训练。</translation></message>
<message><source>Note: images are after biopsy.</source><translation>提示：图像为活检后。</translation></message>
<message><source>Note: left and right are not proven by this file.</source><translation>提示：此文件不能证实左右方向。</translation></message>
<message><source>Note: scanner not among those trained on.</source><translation>提示：训练数据中无此型号扫描仪。</translation></message>
<message><source>Note: several lesions; only {used} is used.</source><translation>提示：有多个病灶；仅使用 {used}。</translation></message>
<message><source>Note: spacing not measured: sizes in pixels.</source><translation>提示：间距非实测：以像素计。</translation></message>
<message><source>Note: this patient belongs to the sealed test set of the project that made the model.</source><translation>提示：该患者属于建立此模型的项目的封存测试集。</translation></message>
<message><source>Note: trained on synthetic phantoms, not on patients.</source><translation>提示：用合成体模训练，并非患者数据。</translation></message>
<message><source>Note: treatment state not entered.</source><translation>提示：未填写治疗状态。</translation></message>
<message><source>Note: {count} of {all} boxes hold {least:.0f}-{most:.0f} % of the outline; training had {low:.0f}-{high:.0f} %.</source><translation>提示：{all} 个框中 {count} 个含轮廓的 {least:.0f}-{most:.0f} %；训练数据为 {low:.0f}-{high:.0f} %。</translation></message>
<message><source>Note: {fact}</source><translation>提示：{fact}</translation></message>
<message><source>Notes</source><translation>提示</translation></message>
<message><source>Nothing</source><translation>无操作</translation></message>
<message><source>Nothing is missing</source><translation>没有缺失</translation></message>
<message><source>Nothing of this fit is kept; the fits before it are.</source><translation>本次拟合不保留；此前的拟合均已保留。</translation></message>
<message><source>Nothing of this run is kept yet but its split.</source><translation>此次训练目前仅保留了数据划分。</translation></message>
<message><source>Nothing that was imported can be taken back here.</source><translation>此处没有可撤销的导入。</translation></message>
<message><source>Nothing to keep: show the series in their viewports first.</source><translation>没有可保留的布置：请先在视口中显示序列。</translation></message>
<message><source>Nothing to redo.</source><translation>没有可重做的操作。</translation></message>
<message><source>Nothing to run: no series here yet.</source><translation>无法播放：此处尚无序列。</translation></message>
<message><source>Nothing to run: the series has one slice.</source><translation>无法播放：该序列只有一层。</translation></message>
<message><source>Nothing to undo.</source><translation>没有可撤销的操作。</translation></message>
<message><source>Oblique: the slices are turned by {angle:.1f} degrees from {plane}.</source><translation>斜位：层面与 {plane} 成 {angle:.1f} 度角。</translation></message>
<message><source>On what</source><translation>训练数据</translation></message>
<message><source>One line a fold. The thick line is the mean of the folds that have begun; its band is one standard deviation of the folds to each side, not a confidence interval.</source><translation>每折一条线。粗线为已开始各折的均值；其带宽为各折上下一个标准差，并非置信区间。</translation></message>
<message><source>One or two people</source><translation>一人或两人</translation></message>
<message><source>One ring a model; the five were trained on overlapping patients, so they are not five opinions. The line is the interval of the patients who scored like this.</source><translation>每个圆环为一个折模型；五个模型的训练患者有重叠，并非五个独立意见。横线为评分相近患者的区间。</translation></message>
<message><source>One slice back.</source><translation>往回翻一层。</translation></message>
<message><source>One slice on.</source><translation>往下翻一层。</translation></message>
<message><source>One viewport</source><translation>单视口</translation></message>
<message><source>One viewport.</source><translation>一个视口。</translation></message>
<message><source>One voxel down.</source><translation>向下一个体素。</translation></message>
<message><source>One voxel to the left.</source><translation>向左一个体素。</translation></message>
<message><source>One voxel to the right.</source><translation>向右一个体素。</translation></message>
<message><source>One voxel up.</source><translation>向上一个体素。</translation></message>
<message><source>One window locked on T1 and T1CE, so that enhancement is real.</source><translation>T1 与 T1 增强锁定同一窗，以显示真实强化。</translation></message>
<message><source>Only the convolutions come from ImageNet; the file holds no dense layers, so the classifier starts fresh.</source><translation>仅卷积层来自 ImageNet；文件中没有全连接层，分类器从头开始。</translation></message>
<message><source>Only the picture; again to unfold.</source><translation>只留图像；再按一次展开。</translation></message>
<message><source>Open</source><translation>打开</translation></message>
<message><source>Open a ZIP or tar file, the DICOMDIR of a CD, or single DICOM or NIfTI files.</source><translation>打开 ZIP 或 tar 文件、光盘的 DICOMDIR，或单个 DICOM 或 NIfTI 文件。</translation></message>
<message><source>Open a folder with MR studies: File &gt; Open folder{key}, or drop it here.</source><translation>请打开含 MR 检查的文件夹：文件 &gt; 打开文件夹{key}，或拖到此处。</translation></message>
<message><source>Open a patient first.</source><translation>请先打开患者。</translation></message>
<message><source>Open a project first: File &gt; Open project.</source><translation>请先打开项目：文件 &gt; 打开项目。</translation></message>
<message><source>Open a project folder.</source><translation>打开项目文件夹。</translation></message>
<message><source>Open a series first.</source><translation>请先打开序列。</translation></message>
<message><source>Open files</source><translation>打开文件</translation></message>
<message><source>Open files…</source><translation>打开文件…</translation></message>
<message><source>Open folder</source><translation>打开文件夹</translation></message>
<message><source>Open folder…</source><translation>打开文件夹…</translation></message>
<message><source>Open outline file</source><translation>打开轮廓文件</translation></message>
<message><source>Open outline file…</source><translation>打开轮廓文件…</translation></message>
<message><source>Open project</source><translation>打开项目</translation></message>
<message><source>Open project…</source><translation>打开项目…</translation></message>
<message><source>Open report</source><translation>打开报告</translation></message>
<message><source>Open the next patient of the worklist.</source><translation>打开列表中的下一位患者。</translation></message>
<message><source>Open the patient whose outline it is first.</source><translation>请先打开该轮廓所属的患者。</translation></message>
<message><source>Open the previous patient of the worklist.</source><translation>打开列表中的上一位患者。</translation></message>
<message><source>Other</source><translation>其他</translation></message>
<message><source>Outline</source><translation>轮廓</translation></message>
<message><source>Outlines (*.nii *.nii.gz)</source><translation>轮廓（*.nii *.nii.gz）</translation></message>
<message><source>Outside coverage band</source><translation>超出覆盖率范围</translation></message>
<message><source>Pan</source><translation>平移图像</translation></message>
<message><source>Paper</source><translation>论文</translation></message>
<message><source>Passes over the training patients; one number for all five folds.</source><translation>遍历训练患者的次数；五折共用一个数。</translation></message>
<message><source>Pathology of this patient. Boxes drawn while it is open are marked as not blind.</source><translation>该患者的病理结果。打开期间所画的框记为非盲。</translation></message>
<message><source>Patient</source><translation>患者身份</translation></message>
<message><source>Patient: {decision}</source><translation>患者身份：{decision}</translation></message>
<message><source>Patients</source><translation>患者</translation></message>
<message><source>Patients who keep their grade, which is not that of the label table</source><translation>保留原级别（与标签表不一致）的患者</translation></message>
<message><source>Patients whose mask marks nothing</source><translation>掩膜为空的患者</translation></message>
<message><source>Patients without a mask, so without boxes</source><translation>没有掩膜、因而没有框的患者</translation></message>
<message><source>Patients without a row in the label table, so without a grade</source><translation>标签表中无记录、因而没有级别的患者</translation></message>
<message><source>Patients without studies, passed over</source><translation>没有检查、已略过的患者</translation></message>
<message><source>Patients without the sequence, so without boxes</source><translation>没有所需序列、因而没有框的患者</translation></message>
<message><source>Pause</source><translation>暂停</translation></message>
<message><source>Perf</source><translation>灌注</translation></message>
<message><source>Perfusion</source><translation>灌注成像</translation></message>
<message><source>Place box</source><translation>放置框</translation></message>
<message><source>Preset</source><translation>预设</translation></message>
<message><source>Press a key…</source><translation>请按键…</translation></message>
<message><source>Previous key slice</source><translation>上一关键层</translation></message>
<message><source>Previous patient</source><translation>上一位患者</translation></message>
<message><source>Previous series</source><translation>上一序列</translation></message>
<message><source>Previous slice</source><translation>上一层</translation></message>
<message><source>Primary comparison, {first} minus {second}, was not made: {why}.</source><translation>主要比较，{first}减{second}，未进行：{why}。</translation></message>
<message><source>Primary comparison, {first} minus {second}: AUC {difference}, no difference shown.</source><translation>主要比较，{first}减{second}：AUC {difference}，未显示差异。</translation></message>
<message><source>Primary comparison, {first} minus {second}: AUC {difference}.</source><translation>主要比较，{first}减{second}：AUC {difference}。</translation></message>
<message><source>Probability of high grade</source><translation>高级别概率</translation></message>
<message><source>Probe</source><translation>探针</translation></message>
<message><source>Profile</source><translation>操作方案</translation></message>
<message><source>Profile of mouse and keys</source><translation>鼠标与按键方案</translation></message>
<message><source>Project “{name}” is open.</source><translation>项目“{name}”已打开。</translation></message>
<message><source>Pseudonym, sequence or status; from three letters on also identifier and date (2020-03).</source><translation>假名编号、序列或状态；三个字符起也可搜索标识和日期（2020-03）。</translation></message>
<message><source>Publish</source><translation>发布</translation></message>
<message><source>Publish a finished run, or import a model from a file.</source><translation>请发布一次已完成的训练，或从文件导入模型。</translation></message>
<message><source>Publish from the run of {name}</source><translation>发布 {name} 的训练</translation></message>
<message><source>Publish — Glioma Desktop</source><translation>发布 — Glioma Desktop</translation></message>
<message><source>Published</source><translation>发布于</translation></message>
<message><source>Published in the project “{project}”: {name}.</source><translation>已在项目“{project}”中发布：{name}。</translation></message>
<message><source>Published: {name}. {grades}</source><translation>已发布：{name}。{grades}</translation></message>
<message><source>Publishing; it goes on when this window is closed…</source><translation>正在发布；关闭此窗口后仍会继续…</translation></message>
<message><source>Publish…</source><translation>发布…</translation></message>
<message><source>Put back what was taken back.</source><translation>重做已撤销的操作。</translation></message>
<message><source>Quick</source><translation>快速</translation></message>
<message><source>Quit</source><translation>退出</translation></message>
<message><source>R = right (patient), shown on the left.</source><translation>R = 右（患者），显示在左侧。</translation></message>
<message><source>RANO measurable: both ≥ {limit:.0f} mm here{why}, if seen on a second axial section.</source><translation>RANO 可测量：此处两径均 ≥ {limit:.0f} mm{why}，前提是另一轴位层面也可见。</translation></message>
<message><source>RANO measurable: both ≥ {limit:.0f} mm here{why}, lesion on {sections} axial sections.</source><translation>RANO 可测量：此处两径均 ≥ {limit:.0f} mm{why}，病灶见于 {sections} 个轴位层面。</translation></message>
<message><source>RANO measures on axial sections: these are not.</source><translation>RANO 在轴位层面上测量：此处不是轴位。</translation></message>
<message><source>ROI</source><translation>ROI</translation></message>
<message><source>Random weights, all layers are learned from these patients.</source><translation>随机权重，所有层均从这些患者学习。</translation></message>
<message><source>Read</source><translation>浏览</translation></message>
<message><source>Read {region} from {name}</source><translation>从 {name} 读入 {region}</translation></message>
<message><source>Reader</source><translation>阅片者</translation></message>
<message><source>Reader: {name}</source><translation>阅片者：{name}</translation></message>
<message><source>Reader?</source><translation>阅片者？</translation></message>
<message><source>Reader…</source><translation>阅片者…</translation></message>
<message><source>Reading stopped. {count} patient found so far.</source><translation>已停止读取。目前找到 {count} 位患者。</translation></message>
<message><source>Reading stopped. {count} patients found so far.</source><translation>已停止读取。目前找到 {count} 位患者。</translation></message>
<message><source>Reading was stopped. Choose the series again in the list.</source><translation>读取已停止。请在列表中重新选择该序列。</translation></message>
<message><source>Reading {name}</source><translation>正在读取 {name}</translation></message>
<message><source>Reading {name} {done:,} of {total:,} slices</source><translation>正在读取 {name}，{done:,} / {total:,} 层</translation></message>
<message><source>Reading {series}…</source><translation>正在读取 {series}…</translation></message>
<message><source>Reads</source><translation>输入</translation></message>
<message><source>Reason for grading again</source><translation>重新分级的原因</translation></message>
<message><source>Recent projects</source><translation>最近的项目</translation></message>
<message><source>Record</source><translation>记录</translation></message>
<message><source>Redo</source><translation>重做</translation></message>
<message><source>Redo: {what}</source><translation>重做：{what}</translation></message>
<message><source>Redone: {what}</source><translation>已重做：{what}</translation></message>
<message><source>Reference lines</source><translation>定位线</translation></message>
<message><source>Remember by sequence</source><translation>按序列类型记忆</translation></message>
<message><source>Remove</source><translation>移除</translation></message>
<message><source>Remove specimen {name}</source><translation>移除标本 {name}</translation></message>
<message><source>Remove {name}</source><translation>移除 {name}</translation></message>
<message><source>Report</source><translation>报告</translation></message>
<message><source>Report…</source><translation>报告…</translation></message>
<message><source>Research use only. Not for diagnosis.</source><translation>仅供科研使用，不得用于临床诊断。</translation></message>
<message><source>Reset</source><translation>重置</translation></message>
<message><source>Reset all</source><translation>全部重置</translation></message>
<message><source>Reset to brain tumour</source><translation>恢复为脑肿瘤协议</translation></message>
<message><source>Reset {action} to {keys}</source><translation>将“{action}”重置为 {keys}</translation></message>
<message><source>Resize box</source><translation>调整框大小</translation></message>
<message><source>Resize box on slice {k}</source><translation>调整第 {k} 层的框</translation></message>
<message><source>Results by network and start</source><translation>按网络和起点的结果</translation></message>
<message><source>Resume</source><translation>恢复</translation></message>
<message><source>Retrain</source><translation>重新训练</translation></message>
<message><source>Retrain — Glioma Desktop</source><translation>重新训练 — Glioma Desktop</translation></message>
<message><source>Retrain…</source><translation>重新训练…</translation></message>
<message><source>Right</source><translation>向右</translation></message>
<message><source>Right (patient)</source><translation>右侧（患者）</translation></message>
<message><source>Right-drag</source><translation>右键拖动</translation></message>
<message><source>Right-drag zooms, Shift+left-drag pans, F and B step through the slices.</source><translation>右键拖动缩放，Shift+左键拖动平移，F 和 B 逐层翻动。</translation></message>
<message><source>Rows of the label table without a folder</source><translation>标签表中没有对应文件夹的记录</translation></message>
<message><source>Ruler</source><translation>直尺</translation></message>
<message><source>Ruler{ruler}, bidimensional measurement{both}, probe{probe}.</source><translation>直尺{ruler}、双径测量{both}、探针{probe}。</translation></message>
<message><source>Run</source><translation>训练批次</translation></message>
<message><source>Run slices</source><translation>播放层面</translation></message>
<message><source>Run {date}</source><translation>训练 {date}</translation></message>
<message><source>Run {folder} ended before its patients were split; it has no report.</source><translation>训练 {folder} 在划分患者之前即已结束；没有报告。</translation></message>
<message><source>Run {name} has no report yet: it is written when the run ends.</source><translation>训练 {name} 尚无报告：训练结束时生成。</translation></message>
<message><source>Run {name} was not told: its folder cannot be written ({reason}).</source><translation>未能通知训练 {name}：其文件夹无法写入（{reason}）。</translation></message>
<message><source>Runs of this project</source><translation>本项目的训练记录</translation></message>
<message><source>Runs — Glioma Desktop</source><translation>训练记录 — Glioma Desktop</translation></message>
<message><source>Runs…</source><translation>训练记录…</translation></message>
<message><source>S, W, Z and T choose what left-drag does; D measures; I hides what lies over the image; dragging down brightens.</source><translation>S、W、Z、T 选择左键拖动的作用；D 测量；I 隐藏图像上的叠加信息；向下拖动变亮。</translation></message>
<message><source>SERIES</source><translation>序列列表</translation></message>
<message><source>Save as…</source><translation>另存为…</translation></message>
<message><source>Save report as…</source><translation>报告另存为…</translation></message>
<message><source>Save report of {patient}</source><translation>保存 {patient} 的报告</translation></message>
<message><source>Saved {time}</source><translation>已保存 {time}</translation></message>
<message><source>Saved: the project is free again.</source><translation>已保存：项目已恢复可用。</translation></message>
<message><source>Saw this patient in training</source><translation>训练中是否见过该患者</translation></message>
<message><source>Scanners</source><translation>扫描仪</translation></message>
<message><source>Score</source><translation>评分</translation></message>
<message><source>Scroll</source><translation>翻层</translation></message>
<message><source>Scroll, zoom and pan together where patient space is shared.</source><translation>在同一患者坐标系内同步滚动、缩放和平移。</translation></message>
<message><source>Sealed test set</source><translation>封存测试集</translation></message>
<message><source>Search</source><translation>搜索</translation></message>
<message><source>Search the worklist</source><translation>在患者列表中搜索</translation></message>
<message><source>Search worklist</source><translation>搜索患者列表</translation></message>
<message><source>Second screen</source><translation>第二屏幕</translation></message>
<message><source>Seed</source><translation>随机种子</translation></message>
<message><source>Sensitivity: share of the high-grade patients called high.</source><translation>敏感度：高级别患者中判为高级别的比例。</translation></message>
<message><source>Sequence</source><translation>序列类型</translation></message>
<message><source>Sequence not known</source><translation>序列类型未知</translation></message>
<message><source>Series</source><translation>序列</translation></message>
<message><source>Series kept in memory</source><translation>内存中的序列</translation></message>
<message><source>Series of the patient</source><translation>该患者的序列</translation></message>
<message><source>Series that were looked at stay in memory, so that they are there at once; those not used for longest leave first, never one that is shown. Packed files and the images of archives are unpacked once and kept in a private folder of yours.</source><translation>看过的序列留在内存中，以便立即显示；最久未用者先移出，正在显示的不移出。压缩文件和归档中的图像只解压一次，存于您的私有文件夹。</translation></message>
<message><source>Series without a common frame of reference: scroll and pan both to the same place, then link them; again to unlink.</source><translation>无共同参考坐标系的序列：先将两者滚动并平移到同一位置，再联动；再按一次取消。</translation></message>
<message><source>Series {n} of the list</source><translation>列表中的第 {n} 个序列</translation></message>
<message><source>Series {n} of the list in the active viewport.</source><translation>在当前视口显示列表中的第 {n} 个序列。</translation></message>
<message><source>Set by the dates: the MR is later than the first specimen.</source><translation>由日期得出：MR 晚于首个标本。</translation></message>
<message><source>Share of tuning patients put into the right class, each by the network that did not see the patient; mean of the five folds.</source><translation>调优患者被正确归类的比例，均由未见过该患者的网络判断；五折均值。</translation></message>
<message><source>Shorter</source><translation>变矮</translation></message>
<message><source>Show</source><translation>查看</translation></message>
<message><source>Show in the active viewport</source><translation>在当前视口显示</translation></message>
<message><source>Show log file</source><translation>显示日志文件</translation></message>
<message><source>Side</source><translation>侧别</translation></message>
<message><source>Side button, back (4)</source><translation>侧键，后退（4）</translation></message>
<message><source>Side button, forward (5)</source><translation>侧键，前进（5）</translation></message>
<message><source>Side in the report</source><translation>报告中的侧别</translation></message>
<message><source>Side of {name}</source><translation>{name} 的侧别</translation></message>
<message><source>Slice</source><translation>层</translation></message>
<message><source>Slice by slice</source><translation>逐层结果</translation></message>
<message><source>Slice rail</source><translation>层面导轨</translation></message>
<message><source>Slice spacing</source><translation>层间距</translation></message>
<message><source>Slice {first}</source><translation>第 {first} 层</translation></message>
<message><source>Slice {k}</source><translation>第 {k} 层</translation></message>
<message><source>Slice {k} has a box of its own; it stays.</source><translation>第 {k} 层已有自己的框，予以保留。</translation></message>
<message><source>Slice {k} of {n}</source><translation>第 {k} 层，共 {n} 层</translation></message>
<message><source>Slice {k} of {n}: {words}</source><translation>第 {k} 层，共 {n} 层：{words}</translation></message>
<message><source>Slice {k}: {words}</source><translation>第 {k} 层：{words}</translation></message>
<message><source>Slice {number} of {count}</source><translation>第 {number} 层，共 {count} 层</translation></message>
<message><source>Slices</source><translation>层面</translation></message>
<message><source>Slices are missing or uneven: places across them are approximate in the other planes.</source><translation>有缺层或层间距不均：其他平面上跨层的位置为近似值。</translation></message>
<message><source>Slices are shifted sideways against each other by up to {most:.1f} mm.</source><translation>各层之间有侧向错位，最大 {most:.1f} mm。</translation></message>
<message><source>Slices of one patient are not independent.</source><translation>同一患者的各层并非相互独立。</translation></message>
<message><source>Slices of one patient are not independent; read the rows by patient.</source><translation>同一患者的各层并非相互独立；请以按患者统计的行为准。</translation></message>
<message><source>Slices seen</source><translation>已浏览层面</translation></message>
<message><source>Slices {first}–{last}</source><translation>第 {first}–{last} 层</translation></message>
<message><source>Slower</source><translation>减慢</translation></message>
<message><source>Smooth or square voxels on the screen.</source><translation>屏幕上的体素平滑或呈方块。</translation></message>
<message><source>Something went wrong inside the program. Nothing that was drawn is lost; the details are in the log file.</source><translation>程序内部出错。所画内容均未丢失；详情见日志文件。</translation></message>
<message><source>Source</source><translation>来源</translation></message>
<message><source>Spacing not measured.</source><translation>间距非实测。</translation></message>
<message><source>Spacing not measured: sizes in pixels.</source><translation>间距非实测：以像素计。</translation></message>
<message><source>Spares low</source><translation>低级别不误判</translation></message>
<message><source>Specificity: share of the low-grade patients called low.</source><translation>特异度：低级别患者中判为低级别的比例。</translation></message>
<message><source>Specimen</source><translation>标本</translation></message>
<message><source>Specimens</source><translation>标本列表</translation></message>
<message><source>Start</source><translation>起点</translation></message>
<message><source>Start this training. It keeps running when the window closes.</source><translation>开始训练。关闭窗口后仍会继续。</translation></message>
<message><source>Start training</source><translation>开始训练</translation></message>
<message><source>Starting: reading patients and boxes</source><translation>正在启动：读取患者和框</translation></message>
<message><source>Starts</source><translation>训练起点</translation></message>
<message><source>Starts from weights learned on photographs; the trunk learns at a tenth of the head's rate.</source><translation>从照片上学得的权重开始；主干学习率为头部的十分之一。</translation></message>
<message><source>State</source><translation>状态</translation></message>
<message><source>Steroids</source><translation>激素</translation></message>
<message><source>Stop and keep</source><translation>停止并保留</translation></message>
<message><source>Stop reading</source><translation>停止读取</translation></message>
<message><source>Stop reading folders and series; what was found stays.</source><translation>停止读取文件夹和序列；已找到的保留。</translation></message>
<message><source>Stop reading; what was found stays.</source><translation>停止读取；已找到的予以保留。</translation></message>
<message><source>Stop this run. Finished folds and the last checkpoint are kept.</source><translation>停止本次训练。已完成的折和上一个检查点予以保留。</translation></message>
<message><source>Stop this run?</source><translation>停止本次训练？</translation></message>
<message><source>Stop this run? Kept: {kept}. It can be resumed to the same figures.</source><translation>停止本次训练？将保留：{kept}。可恢复并得到相同的数值。</translation></message>
<message><source>Stop watching</source><translation>停止监视</translation></message>
<message><source>Stopped before the end.</source><translation>已中途停止。</translation></message>
<message><source>Stopped. Kept: {kept}; Resume goes on to the same figures. {sealed}</source><translation>已停止。已保留：{kept}；恢复后得到相同的数值。{sealed}</translation></message>
<message><source>Stopping after the batch under way. Finished folds and the checkpoint are kept.</source><translation>当前批次结束后停止。已完成的各折和检查点均保留。</translation></message>
<message><source>Stored with every box; stays on this machine.</source><translation>随每个框保存；仅存于本机。</translation></message>
<message><source>Studies that arrive in a folder enter the worklist by themselves.</source><translation>到达文件夹的检查自动进入患者列表。</translation></message>
<message><source>Studies that arrive in these folders enter the worklist of this project, also after a restart. Files that are still being copied are waited for; what is on the screen stays as it is.</source><translation>到达这些文件夹的检查进入本项目的患者列表，重启后仍然有效。正在复制的文件会等待复制完成；屏幕上的内容保持不变。</translation></message>
<message><source>Studies whose folder was moved or renamed are found again; what was drawn stays.</source><translation>重新找到被移动或改名的检查文件夹；已画内容保留。</translation></message>
<message><source>Study of unknown date</source><translation>日期未知的检查</translation></message>
<message><source>Study of {date}</source><translation>{date} 的检查</translation></message>
<message><source>Study {number}</source><translation>检查 {number}</translation></message>
<message><source>Subtract T1 from T1CE (hold)</source><translation>T1 增强减 T1（按住）</translation></message>
<message><source>Sweep boxes on slices {first}-{last}</source><translation>在第 {first}-{last} 层连续画框</translation></message>
<message><source>Synthetic</source><translation>合成数据</translation></message>
<message><source>Synthetic cohort: these figures say nothing about patients.</source><translation>合成队列：这些数值不说明任何患者情况。</translation></message>
<message><source>T1CE</source><translation>T1 增强</translation></message>
<message><source>T1CE minus T1 on a common scale, in place, while the key is held.</source><translation>按住此键时，原位显示同一灰度标度下的 T1 增强减 T1 图。</translation></message>
<message><source>T1CE − T1</source><translation>T1 增强 − T1</translation></message>
<message><source>T1CE, FLAIR, T2, T1, then ADC and SWI, as the program came.</source><translation>T1 增强、FLAIR、T2、T1，然后 ADC 和 SWI，即程序的初始设置。</translation></message>
<message><source>TERT promoter</source><translation>TERT 启动子</translation></message>
<message><source>Take back the last edit of this patient, also from before a restart.</source><translation>撤销该患者的上一次编辑，重启之前的也可撤销。</translation></message>
<message><source>Take back the outlines, boxes and grade that an import brought to this patient.</source><translation>撤销导入给该患者带来的轮廓、框和级别。</translation></message>
<message><source>Take the flag away</source><translation>取消标记</translation></message>
<message><source>Taken for one person: used in training like any other.</source><translation>视为同一人：与其他患者一样用于训练。</translation></message>
<message><source>Taking note of it…</source><translation>正在记录…</translation></message>
<message><source>Taller</source><translation>变高</translation></message>
<message><source>The ImageNet weights of {label} cannot be downloaded ({reason}). {fetch}</source><translation>{label} 的 ImageNet 权重无法下载（{reason}）。{fetch}</translation></message>
<message><source>The WHO edition is not known.</source><translation>WHO 分类版次未知。</translation></message>
<message><source>The active model cannot be read. Choose one in Models.</source><translation>当前模型无法读取。请在“模型”中选择一个。</translation></message>
<message><source>The active model's estimate from the boxes of the graded lesion.</source><translation>当前模型根据分级病灶的框给出的预测。</translation></message>
<message><source>The active series as axial slices of 1 mm, a series of its own.</source><translation>将当前序列重组为 1 mm 轴位层面，成为单独的序列。</translation></message>
<message><source>The active series as axial slices of 3 mm, a series of its own.</source><translation>将当前序列重组为 3 mm 轴位层面，成为单独的序列。</translation></message>
<message><source>The active series as axial slices of 5 mm, a series of its own on which to read and draw.</source><translation>将当前序列重组为 5 mm 轴位层面，成为可阅片和标注的单独序列。</translation></message>
<message><source>The active viewport's slice as a line in viewports of other planes.</source><translation>在其他方位的视口中以线显示当前视口的层面。</translation></message>
<message><source>The annotation store cannot be opened</source><translation>标注库无法打开</translation></message>
<message><source>The annotation store cannot be read</source><translation>标注库无法读取</translation></message>
<message><source>The annotation store cannot be written</source><translation>标注库无法写入</translation></message>
<message><source>The annotation store holds a damaged entry: restore a backup (File &gt; Open project).</source><translation>标注库中有损坏的记录：请恢复备份（文件 &gt; 打开项目）。</translation></message>
<message><source>The backup {name} cannot be written</source><translation>备份 {name} 无法写入</translation></message>
<message><source>The box has changed since this answer. Grade again (G).</source><translation>框已修改，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The box is locked. Unlock it{key} to change it.</source><translation>框已锁定。解锁{key}后方可修改。</translation></message>
<message><source>The box is locked. Unlock it{key} to delete it.</source><translation>框已锁定。解锁{key}后方可删除。</translation></message>
<message><source>The box is locked. Unlock it{key} to move it.</source><translation>框已锁定。解锁{key}后方可移动。</translation></message>
<message><source>The box of the drawn lesion fills the viewport; again to go back.</source><translation>当前病灶的框充满视口；再按一次返回。</translation></message>
<message><source>The boxes of this lesion are the ones that are graded.</source><translation>以此病灶的框进行分级。</translation></message>
<message><source>The case changed while it was graded. Grade again{key}.</source><translation>分级过程中病例有改动。请重新分级{key}。</translation></message>
<message><source>The case has changed since this answer. Grade again (G).</source><translation>病例已修改，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The case is done; open the next one.</source><translation>本例完成；打开下一例。</translation></message>
<message><source>The case is still being graded: there is a report when the estimate is there.</source><translation>病例仍在分级：得出预测后即可生成报告。</translation></message>
<message><source>The catalogue of folders {why} and cannot be replaced: folders are read anew each time.</source><translation>文件夹目录 {why}，且无法替换：每次将重新读取文件夹。</translation></message>
<message><source>The catalogue of folders {why}: it was set aside as {name} and is built anew.</source><translation>文件夹目录 {why}：已另存为 {name}，并重新建立。</translation></message>
<message><source>The choices of this run are fixed. Begin another with other choices.</source><translation>本次训练的选项已固定。可用其他选项另起一次训练。</translation></message>
<message><source>The cohort folder {folder} cannot be read ({reason}).</source><translation>队列文件夹 {folder} 无法读取（{reason}）。</translation></message>
<message><source>The cohort folder {folder} holds no folder. Give it one folder a patient.</source><translation>队列文件夹 {folder} 中没有子文件夹。请为每例患者建立一个文件夹。</translation></message>
<message><source>The command could not be started: {reason}.</source><translation>命令无法启动：{reason}。</translation></message>
<message><source>The command gave no answer.</source><translation>命令没有返回结果。</translation></message>
<message><source>The coverage band is empty: its lower end must be below its upper end.</source><translation>覆盖率范围为空：下限必须低于上限。</translation></message>
<message><source>The database</source><translation>数据库</translation></message>
<message><source>The disk is full or {folder} cannot be written ({reason}).</source><translation>磁盘已满，或 {folder} 无法写入（{reason}）。</translation></message>
<message><source>The disk is full: {name} could not be written. Free some space and resume the run.</source><translation>磁盘已满：{name} 未能写入。请释放空间后继续训练。</translation></message>
<message><source>The edition pathology graded under. Leave it unknown unless the report says so.</source><translation>病理分级所依据的版本。报告未写明时请保留为未知。</translation></message>
<message><source>The edition that pathology graded under changes what a grade means.</source><translation>病理分级所依据的版本会改变级别的含义。</translation></message>
<message><source>The end stays: a locked box or a slice without a box is in the way.</source><translation>端点未移动：中间有锁定的框或无框的层面。</translation></message>
<message><source>The estimate as a page, in the browser.</source><translation>在浏览器中以页面显示预测。</translation></message>
<message><source>The estimate is shown but not saved: {message}</source><translation>预测已显示但未保存：{message}</translation></message>
<message><source>The events of run {folder} cannot be read ({reason}).</source><translation>训练 {folder} 的事件记录无法读取（{reason}）。</translation></message>
<message><source>The events of run {name} cannot be read ({reason}).</source><translation>无法读取训练 {name} 的事件（{reason}）。</translation></message>
<message><source>The export {out} cannot be written ({reason}). Choose another folder.</source><translation>导出文件 {out} 无法写入（{reason}）。请另选文件夹。</translation></message>
<message><source>The file holds {count} volumes; this is number {number}.</source><translation>文件含 {count} 个体数据；此为第 {number} 个。</translation></message>
<message><source>The files of {series} have changed while they were read. Open the folder again.</source><translation>{series} 的文件在读取过程中有改动。请重新打开文件夹。</translation></message>
<message><source>The five networks become one model of this project, with a card: what they have seen, how they did, hashes.</source><translation>五个网络合为本项目的一个模型，并附模型卡：训练数据、表现和哈希值。</translation></message>
<message><source>The folder with the program's log.</source><translation>程序日志所在的文件夹。</translation></message>
<message><source>The folder {folder}</source><translation>文件夹 {folder}</translation></message>
<message><source>The folder {folder} cannot be written. Allow writing to the project folder and start again.</source><translation>文件夹 {folder} 无法写入。请开放项目文件夹的写入权限后重新开始。</translation></message>
<message><source>The folder {name} cannot be read: {reason}.</source><translation>文件夹 {name} 无法读取：{reason}。</translation></message>
<message><source>The folder {name} disappeared while it was being read.</source><translation>文件夹 {name} 在读取过程中消失。</translation></message>
<message><source>The folder {name} may not be opened: ask for permission.</source><translation>文件夹 {name} 不允许打开：请申请权限。</translation></message>
<message><source>The geometry is nominal (invented by a converter): sizes are in pixels, and left and right are not proven.</source><translation>几何信息为标称值（由转换程序填写）：尺寸以像素计，左右方向未经证实。</translation></message>
<message><source>The grade was not on screen.</source><translation>绘制时屏幕上未显示级别。</translation></message>
<message><source>The grey scale varies from slice to slice as stored: each slice is scaled by its own factors.</source><translation>各层存储的灰度标度不同：已按各层自身的系数换算。</translation></message>
<message><source>The grid is sheared by {shear:.1f} degrees: planes across it are slanted.</source><translation>网格有 {shear:.1f} 度剪切：跨层平面是倾斜的。</translation></message>
<message><source>The header does not say where left and right are: no letters are shown, and sizes are in pixels.</source><translation>文件头未说明左右方向：不显示方位字母，尺寸以像素计。</translation></message>
<message><source>The images were compressed with loss: fine detail may be missing or made up.</source><translation>图像经有损压缩：细节可能缺失或失真。</translation></message>
<message><source>The label table {name} cannot be read ({reason}).</source><translation>标签表 {name} 无法读取（{reason}）。</translation></message>
<message><source>The label table {name} holds no patient. Write one row a patient.</source><translation>标签表 {name} 中没有患者。请每例患者写一行。</translation></message>
<message><source>The label table {name} needs the columns {patient} and {grade}{held}: rename them.</source><translation>标签表 {name} 需有 {patient} 列和 {grade} 列{held}：请更改列名。</translation></message>
<message><source>The label table {path} cannot be read ({reason}). Name a CSV file.</source><translation>标签表 {path} 无法读取（{reason}）。请指定 CSV 文件。</translation></message>
<message><source>The linked sequence in place while the key is held.</source><translation>按住此键时，原位显示联动的另一序列。</translation></message>
<message><source>The list of sealed patients cannot be written ({reason}).</source><translation>封存患者名单无法写入（{reason}）。</translation></message>
<message><source>The list of sealed patients {name} is damaged. Restore it from a backup; it is not drawn again.</source><translation>封存患者名单 {name} 已损坏。请从备份中恢复；不会重新抽取。</translation></message>
<message><source>The list of sealed patients, splits/holdout.json, is missing although runs of this project rest on it. Restore it from a backup; it is not drawn again.</source><translation>封存患者名单 splits/holdout.json 缺失，而本项目的训练以其为依据。请从备份中恢复；不会重新抽取。</translation></message>
<message><source>The list of the disc (DICOMDIR) names a file that is not there: {file}. Ask for a whole copy.</source><translation>光盘目录（DICOMDIR）所列文件不存在：{file}。请索取完整副本。</translation></message>
<message><source>The list of the disc (DICOMDIR) names {count} of {total} files that are not there, {file} first: ask for a whole copy.</source><translation>光盘目录（DICOMDIR）所列 {total} 个文件中有 {count} 个不存在，首个为 {file}：请索取完整副本。</translation></message>
<message><source>The lower edge one voxel down.</source><translation>下缘下移一个体素。</translation></message>
<message><source>The lower edge one voxel up.</source><translation>下缘上移一个体素。</translation></message>
<message><source>The lower end of the coverage band must be below the upper end.</source><translation>覆盖率范围的下限须小于上限。</translation></message>
<message><source>The mask {name} cannot be read: {message}</source><translation>掩膜 {name} 无法读取：{message}</translation></message>
<message><source>The mask {name} does not say where it lies in the patient. Save it with its orientation.</source><translation>掩膜 {name} 未说明其在患者体内的位置。请连同方向信息一起保存。</translation></message>
<message><source>The mask {name} lies outside the series: mask {mask}; series {series}. Choose the mask that was drawn on this study.</source><translation>掩膜 {name} 位于序列范围之外：掩膜 {mask}；序列 {series}。请选择在本检查上勾画的掩膜。</translation></message>
<message><source>The middle of the auto window: more contrast in the brain.</source><translation>取自动窗的中段：提高脑组织对比。</translation></message>
<message><source>The mirror image of the box across the midline, with the ratio of means, while the key is held.</source><translation>按住此键时，显示框在中线对侧的镜像及均值之比。</translation></message>
<message><source>The mirror lens waits for the midline…</source><translation>镜像透镜正在等待中线…</translation></message>
<message><source>The model cannot be stored ({reason}).</source><translation>模型无法保存（{reason}）。</translation></message>
<message><source>The model cannot say that a lesion is not a glioma.</source><translation>本模型不能判断病灶不是胶质瘤。</translation></message>
<message><source>The model has changed since this answer. Grade again (G).</source><translation>模型已更换，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The model's {weights!r} is missing.</source><translation>缺少模型的 {weights!r}。</translation></message>
<message><source>The models in {folder} cannot be read ({reason}): check its drive, then open the project again.</source><translation>{folder} 中的模型无法读取（{reason}）：请检查其所在磁盘，然后重新打开项目。</translation></message>
<message><source>The models one by one</source><translation>各模型结果</translation></message>
<message><source>The next patient's FLAIR opens with the window chosen for this one: the preset, or the same share of Auto.</source><translation>下一位患者的 FLAIR 以本例所选的窗打开：同一预设，或自动窗的同一比例。</translation></message>
<message><source>The next series of the list in the active viewport.</source><translation>在当前视口显示列表中的下一序列。</translation></message>
<message><source>The orientation in the header is not usable: left and right are not known.</source><translation>文件头中的方向信息不可用：左右方向未知。</translation></message>
<message><source>The outline holds no voxel: draw it larger.</source><translation>轮廓内没有体素：请画大一些。</translation></message>
<message><source>The outline is under 10 voxels: too small for a box.</source><translation>轮廓不足 10 个体素：太小，无法成框。</translation></message>
<message><source>The perpendicular is proposed from the {region}; pull its ends.</source><translation>垂直径由 {region} 给出建议；可拖动端点。</translation></message>
<message><source>The pixel spacing is not stored: sizes are in pixels.</source><translation>未存储像素间距：尺寸以像素计。</translation></message>
<message><source>The pixels are not square: {row_mm:.3g} x {column_mm:.3g} mm.</source><translation>像素非正方形：{row_mm:.3g} x {column_mm:.3g} mm。</translation></message>
<message><source>The pixels of {name} cannot be decoded: the file is damaged or cut off.</source><translation>{name} 的像素无法解码：文件已损坏或不完整。</translation></message>
<message><source>The previous series of the list in the active viewport.</source><translation>在当前视口显示列表中的上一序列。</translation></message>
<message><source>The project lies on a network drive: saving is slower there.</source><translation>项目位于网络驱动器上：保存较慢。</translation></message>
<message><source>The project {folder} cannot be written ({reason}).</source><translation>项目 {folder} 无法写入（{reason}）。</translation></message>
<message><source>The project {name} was not opened.</source><translation>项目 {name} 未打开。</translation></message>
<message><source>The region is too small, or of one grey only: drag over more of the tissue.</source><translation>区域太小或灰度单一：请拖过更多组织。</translation></message>
<message><source>The report as HTML or PDF, by pseudonym.</source><translation>报告存为 HTML 或 PDF，仅含假名。</translation></message>
<message><source>The report has no place to be shown from: {reason}.</source><translation>没有可供显示报告的存放位置：{reason}。</translation></message>
<message><source>The report of this run, in the browser.</source><translation>在浏览器中打开本次训练的报告。</translation></message>
<message><source>The report of {patient} is open in the browser. Save as… keeps it.</source><translation>{patient} 的报告已在浏览器中打开。可用“另存为…”保留。</translation></message>
<message><source>The report of {patient} is saved as {name}.</source><translation>{patient} 的报告已存为 {name}。</translation></message>
<message><source>The report says {side}, the box is {lesion_side}.</source><translation>病理报告写为{side}，框为{lesion_side}。</translation></message>
<message><source>The right edge one voxel to the left.</source><translation>右缘左移一个体素。</translation></message>
<message><source>The right edge one voxel to the right.</source><translation>右缘右移一个体素。</translation></message>
<message><source>The ring is the one model that did not see this patient.</source><translation>圆环为唯一未见过该患者的模型。</translation></message>
<message><source>The run ended: {error} What was finished is kept; Resume goes on from there.</source><translation>训练已终止：{error} 已完成的部分予以保留；可由此恢复。</translation></message>
<message><source>The run goes on as it is.</source><translation>训练照常继续。</translation></message>
<message><source>The run under way is stopped and kept when this one starts</source><translation>开始新训练时，正在进行的训练将停止并保留</translation></message>
<message><source>The run under way stops after its batch and is kept; the new one then starts.</source><translation>正在进行的训练在当前批次后停止并保留；随后开始新的训练。</translation></message>
<message><source>The run {folder} cannot be written ({reason}).</source><translation>训练 {folder} 无法写入（{reason}）。</translation></message>
<message><source>The run {folder} is under way in another process. Stop it first.</source><translation>训练 {folder} 正在另一进程中运行。请先停止。</translation></message>
<message><source>The same on every slice with an outline.</source><translation>对每个有轮廓的层面同样处理。</translation></message>
<message><source>The same patient seems to be in the cohort under two names: {shown}. Remove the boxes of one of them, then start again.</source><translation>同一患者似乎以两个名称存在于队列中：{shown}。请删除其中一个的框，再重新开始。</translation></message>
<message><source>The same patient under two names, by equal pixels or identifiers.</source><translation>同一患者以两个名称出现，依据相同像素或标识。</translation></message>
<message><source>The score lies between low and high.</source><translation>评分介于低、高级别之间。</translation></message>
<message><source>The sealed test set was opened {count} times: its figures are not those of a first look.</source><translation>封存测试集已开封 {count} 次：其数值并非首次查看所得。</translation></message>
<message><source>The search was stopped. Nothing was changed.</source><translation>查找已停止。未作任何更改。</translation></message>
<message><source>The second screen is gone. Its series are in the list; its viewports come back with it.</source><translation>第二屏幕已断开。其序列仍在列表中；重新连接后视口恢复。</translation></message>
<message><source>The sequences as they stand now are this layout's places from now on.</source><translation>以后此布局按序列现在的位置挂片。</translation></message>
<message><source>The series has changed since this answer. Grade again (G).</source><translation>序列已更换，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The series holds {count} echo times and was split: this is echo {number}, TE {time:g} ms.</source><translation>该序列含 {count} 个回波时间，已拆分：此为第 {number} 回波，TE {time:g} ms。</translation></message>
<message><source>The series holds {count} echo times and was split: this is echo {number}.</source><translation>该序列含 {count} 个回波时间，已拆分：此为第 {number} 回波。</translation></message>
<message><source>The series holds {count} {what} and was split: this is number {number}.</source><translation>该序列含 {count} 种 {what}，已拆分：此为第 {number} 个。</translation></message>
<message><source>The series of {name} is too large to be opened: {size} voxels.</source><translation>{name} 所属序列过大，无法打开：{size} 体素。</translation></message>
<message><source>The slices are unevenly spaced ({least:.2f} to {most:.2f} mm): positions are approximate.</source><translation>层间距不均（{least:.2f} 至 {most:.2f} mm）：位置为近似值。</translation></message>
<message><source>The slices carry no position or orientation: left and right are not known, and their order is not proven.</source><translation>各层没有位置和方向信息：左右方向未知，层面顺序未经证实。</translation></message>
<message><source>The slices of the active viewport run by themselves; K, Esc or a press stops them.</source><translation>当前视口的层面自动播放；按 K、Esc 或单击停止。</translation></message>
<message><source>The smallest box that holds 80 % of the outline on this slice.</source><translation>包含本层轮廓 80 % 的最小框。</translation></message>
<message><source>The specimen is older than the patient.</source><translation>标本日期早于患者出生。</translation></message>
<message><source>The specimen is {days} days after the MR.</source><translation>标本晚于 MR 检查 {days} 天。</translation></message>
<message><source>The specimen is {days} days before the MR.</source><translation>标本早于 MR 检查 {days} 天。</translation></message>
<message><source>The stack is sheared by {angle:.1f} degrees, as with a tilted gantry: planes across it are slanted.</source><translation>层面有 {angle:.1f} 度剪切，如同机架倾斜：跨层平面是倾斜的。</translation></message>
<message><source>The study in {name} is new to this project, which is read-only: open it in a project that can be written.</source><translation>{name} 中的检查不在本项目中，而本项目为只读：请在可写的项目中打开。</translation></message>
<message><source>The test set opens once, when all trainings are done. Then: open report · publish · not yet.</source><translation>全部训练完成后测试集开封一次。随后：打开报告 · 发布 · 暂不。</translation></message>
<message><source>The training process, of this computer's memory.</source><translation>训练进程占用的本机内存。</translation></message>
<message><source>The treatment state has changed since this answer. Grade again (G).</source><translation>治疗状态已修改，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The two orientations in the header (sform and qform) disagree; the sform is used. Check left and right.</source><translation>文件头中的两种方向（sform 与 qform）不一致；采用 sform。请核对左右。</translation></message>
<message><source>The value under the cursor; drag an ellipse (with Shift a circle) for mean and SD.</source><translation>显示光标处的值；拖出椭圆（Shift 为圆）得均值和标准差。</translation></message>
<message><source>The viewports are linked already.</source><translation>视口已经联动。</translation></message>
<message><source>The watched folder {name} is not there. It is looked for again; File &gt; Watch folder ends that.</source><translation>监视的文件夹 {name} 不存在。将继续查找；文件 &gt; 监视文件夹可停止。</translation></message>
<message><source>The weights cannot be kept in {folder} ({reason}). Free some space.</source><translation>权重无法保存到 {folder}（{reason}）。请释放空间。</translation></message>
<message><source>The weights of {missing} of {folder} are missing. Resume the run.</source><translation>缺少 {folder} 中 {missing} 的权重。请继续该训练。</translation></message>
<message><source>The weights {path} cannot be read ({reason}).</source><translation>权重 {path} 无法读取（{reason}）。</translation></message>
<message><source>The whole screen for the pictures; again to leave it.</source><translation>整个屏幕用于图像；再按一次退出。</translation></message>
<message><source>The whole slice in every viewport.</source><translation>每个视口显示整个层面。</translation></message>
<message><source>The window chosen for a sequence is used for the next patient's.</source><translation>为某类序列选定的窗将用于下一位患者的同类序列。</translation></message>
<message><source>The window speaks English.</source><translation>界面使用英文。</translation></message>
<message><source>The window speaks Simplified Chinese.</source><translation>界面使用简体中文。</translation></message>
<message><source>The windows of all sequences are forgotten: the next series open with Auto.</source><translation>已清除所有序列记忆的窗：此后序列以自动窗打开。</translation></message>
<message><source>The {count} NIfTI files of the folder {folder} count as one patient, since their names begin with none. If they are of several, give each a folder, or names like sub-01_T1w.nii.gz.</source><translation>文件夹 {folder} 中的 {count} 个 NIfTI 文件按一位患者计，因其文件名开头不含患者。若属多位患者，请为每位单建文件夹，或采用 sub-01_T1w.nii.gz 这样的名称。</translation></message>
<message><source>Theme</source><translation>主题</translation></message>
<message><source>There are gaps of {gap:.1f} mm between the slices ({thickness:.1f} mm thick).</source><translation>层间有 {gap:.1f} mm 间隔（层厚 {thickness:.1f} mm）。</translation></message>
<message><source>There are no ImageNet weights of {label} here. {fetch}</source><translation>此处没有 {label} 的 ImageNet 权重。{fetch}</translation></message>
<message><source>There is a box on this slice. Move it{move}, resize it{resize}.</source><translation>本层已有框。移动{move}，调整大小{resize}。</translation></message>
<message><source>There is a model {model_id} already. Choose another name.</source><translation>已有模型 {model_id}。请另取名称。</translation></message>
<message><source>There is no estimate to report. Grade first{key}.</source><translation>没有可报告的预测。请先分级{key}。</translation></message>
<message><source>There is no file or folder {path}. Check the path.</source><translation>没有文件或文件夹 {path}。请检查路径。</translation></message>
<message><source>There is no mask file {path}. Check its name.</source><translation>没有掩膜文件 {path}。请检查文件名。</translation></message>
<message><source>There is no model {model_id!r} in this project. It holds: {held}.</source><translation>本项目中没有模型 {model_id!r}。现有：{held}。</translation></message>
<message><source>There is no run {run} in this project. It holds: {held}.</source><translation>本项目中没有训练 {run}。现有：{held}。</translation></message>
<message><source>There is no series {number}: the list has {count}.</source><translation>没有第 {number} 个序列：列表共 {count} 个。</translation></message>
<message><source>There is no such folder. Check the path.</source><translation>没有此文件夹。请检查路径。</translation></message>
<message><source>There is only one screen. Connect a second one, then {key} shows more viewports on it.</source><translation>只有一个屏幕。连接第二个屏幕后，{key} 在其上显示更多视口。</translation></message>
<message><source>These are colour pictures, shown as their brightness.</source><translation>此为彩色图像，按亮度显示。</translation></message>
<message><source>These weights are not {label}'s. Choose a file with the weights of {label}.</source><translation>此权重不属于 {label}。请选择含 {label} 权重的文件。</translation></message>
<message><source>This box</source><translation>当前框</translation></message>
<message><source>This file</source><translation>此文件</translation></message>
<message><source>This folder is not there now.</source><translation>该文件夹目前不存在。</translation></message>
<message><source>This is a mosaic: its tiles are the slices of one volume, and it is not a stack of slices.</source><translation>此为拼图（mosaic）：各小图是同一体数据的层面，并非逐层图像。</translation></message>
<message><source>This is expected in about 1 of {one_in} cases.</source><translation>约每 {one_in} 例中有 1 例如此，属正常。</translation></message>
<message><source>This is expected in most cases.</source><translation>多数病例如此，属正常。</translation></message>
<message><source>This is the last slice.</source><translation>已是最后一层。</translation></message>
<message><source>This is {name}</source><translation>确认为 {name} 序列</translation></message>
<message><source>This is {name} (guessed)</source><translation>确认为 {name} 序列（推测）</translation></message>
<message><source>This patient belongs to the sealed test set. Showing the answer counts as opening {opening}.</source><translation>该患者属于封存测试集。查看将计为第 {opening} 次开封。</translation></message>
<message><source>This patient belongs to the sealed test set. This answer counts as opening {opening}.</source><translation>该患者属于封存测试集。此结果计为第 {opening} 次开封。</translation></message>
<message><source>This patient was used in training. Shown: the one model that did not see this patient.</source><translation>该患者曾用于训练。此处为唯一未见过该患者的模型的结果。</translation></message>
<message><source>This project has no sealed patients yet.</source><translation>本项目尚无封存患者。</translation></message>
<message><source>This project is read-only: nothing will be saved.</source><translation>本项目为只读：不会保存任何内容。</translation></message>
<message><source>This project was written by a newer version (schema {version}). Update the program to open it.</source><translation>本项目由更新的版本写入（schema {version}）。请更新程序后打开。</translation></message>
<message><source>This report is in English: this computer has no font for Chinese that can be printed.</source><translation>此报告为英文：本计算机没有可用于打印的中文字体。</translation></message>
<message><source>This run</source><translation>本次训练设置</translation></message>
<message><source>This series has no slices.</source><translation>此序列没有层面。</translation></message>
<message><source>This series is still being read. Measure when it is all there.</source><translation>该序列仍在读取。请在读完后测量。</translation></message>
<message><source>This slice does not meet {name}, which carries the boxes. Draw on {name}.</source><translation>本层与存放框的 {name} 不相交。请在 {name} 上绘制。</translation></message>
<message><source>This slice is still being read.</source><translation>本层仍在读取。</translation></message>
<message><source>Those kept from before, else torchvision's download</source><translation>此前保存的权重，否则由 torchvision 下载</translation></message>
<message><source>Three planes</source><translation>三平面</translation></message>
<message><source>Three planes show one series: links by hand hold in the other layouts, where it stands beside others.</source><translation>三平面只显示一个序列：手动联动用于与其他序列并排的布局。</translation></message>
<message><source>To and fro</source><translation>往返播放</translation></message>
<message><source>To link by hand, put two series side by side and scroll and pan both to the same place.</source><translation>要手动联动，请并排显示两个序列，并将两者滚动、平移到同一位置。</translation></message>
<message><source>To the first slice.</source><translation>到第一层。</translation></message>
<message><source>To the last slice.</source><translation>到最后一层。</translation></message>
<message><source>To the next slice in the direction of scrolling.</source><translation>沿滚动方向复制到下一层。</translation></message>
<message><source>To the next slice with a key box.</source><translation>到下一个有关键框的层面。</translation></message>
<message><source>To the previous slice with a key box.</source><translation>到上一个有关键框的层面。</translation></message>
<message><source>Train networks on the boxes of this project.</source><translation>用本项目的框训练网络。</translation></message>
<message><source>Trained on {count} patients ({grades}).</source><translation>用 {count} 例患者训练（{grades}）。</translation></message>
<message><source>Training</source><translation>训练</translation></message>
<message><source>Training &gt; Models… makes it the one that grades.</source><translation>可在“训练 &gt; 模型…”中将其设为分级模型。</translation></message>
<message><source>Training cannot start ({reason}).</source><translation>无法开始训练（{reason}）。</translation></message>
<message><source>Training cannot start: {name} cannot be written ({reason}).</source><translation>无法开始训练：{name} 不可写（{reason}）。</translation></message>
<message><source>Training did not start: {reason}</source><translation>训练未能开始：{reason}</translation></message>
<message><source>Trainings</source><translation>训练数</translation></message>
<message><source>Treatment</source><translation>治疗</translation></message>
<message><source>Treatment state</source><translation>治疗状态</translation></message>
<message><source>Treatment state: {state}</source><translation>治疗状态：{state}</translation></message>
<message><source>Tuning AUC</source><translation>调优 AUC</translation></message>
<message><source>Tuning accuracy</source><translation>调优准确率</translation></message>
<message><source>Tuning figures are those of the chosen epoch and optimistic; the figures of the last epoch stand beside them.</source><translation>调优数值取自所选轮次，偏乐观；旁列最后一轮的数值。</translation></message>
<message><source>Turn one network and start of this run into a model for grading.</source><translation>将本次训练的一个网络和起点做成分级模型。</translation></message>
<message><source>Two by two</source><translation>2×2 视口</translation></message>
<message><source>Two fingers on a touchpad</source><translation>触摸板双指</translation></message>
<message><source>Two sequences side by side.</source><translation>两个序列并排显示。</translation></message>
<message><source>Two side by side</source><translation>双视口并排</translation></message>
<message><source>Type</source><translation>类型</translation></message>
<message><source>Type as reported</source><translation>报告中的类型</translation></message>
<message><source>Under CNS WHO 2021 a glioblastoma, IDH-wildtype, is grade 4.</source><translation>按 CNS WHO 2021，IDH 野生型胶质母细胞瘤为 4 级。</translation></message>
<message><source>Under CNS WHO 2021 an IDH-mutant astrocytoma with CDKN2A/B homozygous deletion is grade 4.</source><translation>按 CNS WHO 2021，伴 CDKN2A/B 纯合性缺失的 IDH 突变型星形细胞瘤为 4 级。</translation></message>
<message><source>Under CNS WHO 2021 an IDH-mutant tumour is not called glioblastoma.</source><translation>按 CNS WHO 2021，IDH 突变型肿瘤不再称为胶质母细胞瘤。</translation></message>
<message><source>Undo</source><translation>撤销</translation></message>
<message><source>Undo import</source><translation>撤销导入</translation></message>
<message><source>Undo import of {patient}: {what}</source><translation>撤销 {patient} 的导入：{what}</translation></message>
<message><source>Undo: {what}</source><translation>撤销：{what}</translation></message>
<message><source>Undone: {what}</source><translation>已撤销：{what}</translation></message>
<message><source>Unlink {words}</source><translation>取消联动 {words}</translation></message>
<message><source>Unlinked</source><translation>未联动</translation></message>
<message><source>Unpacked .nii.gz on disc</source><translation>磁盘上解压的 .nii.gz</translation></message>
<message><source>Unpacked ZIP and tar on disc</source><translation>磁盘上解压的 ZIP 和 tar</translation></message>
<message><source>Unpacking {name} again</source><translation>正在重新解压 {name}</translation></message>
<message><source>Up</source><translation>向上</translation></message>
<message><source>Up: width. Right: brighter</source><translation>上下：窗宽；向右：变亮</translation></message>
<message><source>Up: width. Right: darker</source><translation>上下：窗宽；向右：变暗</translation></message>
<message><source>Use this place</source><translation>使用此位置</translation></message>
<message><source>Version and licence.</source><translation>版本与许可证。</translation></message>
<message><source>Versions</source><translation>版本</translation></message>
<message><source>View</source><translation>视图</translation></message>
<message><source>Viewport {n}, empty</source><translation>视口 {n}，空</translation></message>
<message><source>Viewport {n}, empty, active</source><translation>视口 {n}，空，当前</translation></message>
<message><source>WHO 1–2 against 3–4 (with circumscribed tumours)</source><translation>WHO 1–2 对 3–4（含局限性肿瘤）</translation></message>
<message><source>WHO 2 against 3–4 (adult-type diffuse glioma)</source><translation>WHO 2 对 3–4（成人型弥漫性胶质瘤）</translation></message>
<message><source>WHO 2–3 against 4</source><translation>WHO 2–3 对 4</translation></message>
<message><source>WHO edition</source><translation>WHO 版本</translation></message>
<message><source>WHO {grade} (edition unknown)</source><translation>WHO {grade} 级（版次未知）</translation></message>
<message><source>WHO {grade} ({edition})</source><translation>WHO {grade} 级（{edition}）</translation></message>
<message><source>WHO {grade} is in neither class</source><translation>WHO {grade} 级不属于任一类别</translation></message>
<message><source>WHO {grade}: {count}</source><translation>WHO {grade} 级：{count}</translation></message>
<message><source>WORKLIST</source><translation>患者列表</translation></message>
<message><source>WORKLIST · {done} OF {count} DONE</source><translation>患者列表 · {count} 例中 {done} 例完成</translation></message>
<message><source>Waiting for the folder {name}, which does not answer</source><translation>正在等待无响应的文件夹 {name}</translation></message>
<message><source>Waiting to save: {count}</source><translation>等待保存：{count}</translation></message>
<message><source>Watch folder</source><translation>监视文件夹</translation></message>
<message><source>Watch folder — Glioma Desktop</source><translation>监视文件夹 — Glioma Desktop</translation></message>
<message><source>Watch folder…</source><translation>监视文件夹…</translation></message>
<message><source>Watched folders</source><translation>监视的文件夹</translation></message>
<message><source>Weights (*.pth *.pt *.npz *.safetensors *.caffemodel);;All files (*)</source><translation>权重 (*.pth *.pt *.npz *.safetensors *.caffemodel);;所有文件 (*)</translation></message>
<message><source>Weights from photographs are kept as they are; only the last layer is learned. Fast.</source><translation>照片上学得的权重保持不变；只学习最后一层。速度快。</translation></message>
<message><source>What is left to undo is the import of {patient} ({what}): Edit &gt; Undo import takes it back.</source><translation>可撤销的只剩 {patient} 的导入（{what}）：编辑 &gt; 撤销导入。</translation></message>
<message><source>What is trained</source><translation>训练内容</translation></message>
<message><source>What it has seen</source><translation>训练所见</translation></message>
<message><source>What it is</source><translation>模型概况</translation></message>
<message><source>What was drawn is as it was.</source><translation>所画内容保持原样。</translation></message>
<message><source>What was found in the folder stays.</source><translation>文件夹中已找到的保留。</translation></message>
<message><source>What was said before.</source><translation>此前的消息。</translation></message>
<message><source>What you did last still waits to be saved: another window or program holds the project. Close that first.</source><translation>上一操作仍在等待保存：另一窗口或程序占用了本项目。请先将其关闭。</translation></message>
<message><source>What you did last still waits to be saved; it can be taken back then.</source><translation>上一操作仍在等待保存；保存后方可撤销。</translation></message>
<message><source>Wheel</source><translation>滚轮</translation></message>
<message><source>Wheel in a drawing drag</source><translation>画框拖动中的滚轮</translation></message>
<message><source>Which model grades; import and export.</source><translation>选择用于分级的模型；导入与导出。</translation></message>
<message><source>Who is reading?</source><translation>谁在阅片？</translation></message>
<message><source>Who reads. Click to change.</source><translation>当前阅片者。单击可更改。</translation></message>
<message><source>Who reads; stored with every edit.</source><translation>阅片者姓名，随每次编辑保存。</translation></message>
<message><source>Wide</source><translation>宽窗</translation></message>
<message><source>Wider</source><translation>变宽</translation></message>
<message><source>Window and level</source><translation>窗宽窗位</translation></message>
<message><source>Window and level presets; dragging in a viewport sets it by hand.</source><translation>窗宽/窗位预设；在视口中拖动可手动调节。</translation></message>
<message><source>Window from the region: W {width:g}, L {level:g}.</source><translation>按区域设窗：W {width:g}，L {level:g}。</translation></message>
<message><source>Window from the tissue dragged over</source><translation>按拖过的组织设窗</translation></message>
<message><source>Window from this series' own values.</source><translation>按该序列自身的灰度值设窗。</translation></message>
<message><source>Windowing: dragging to the right widens the window, upwards brightens.</source><translation>调窗：向右拖动加宽窗宽，向上拖动变亮。</translation></message>
<message><source>Windowing: dragging to the right widens the window, upwards darkens.</source><translation>调窗：向右拖动加宽窗宽，向上拖动变暗。</translation></message>
<message><source>Windowing: dragging upwards widens the window, to the right brightens.</source><translation>调窗：向上拖动加宽窗宽，向右拖动变亮。</translation></message>
<message><source>Windowing: dragging upwards widens the window, to the right darkens.</source><translation>调窗：向上拖动加宽窗宽，向右拖动变暗。</translation></message>
<message><source>With what</source><translation>训练设备</translation></message>
<message><source>Without them a figure means little: they need no network at all.</source><translation>没有基线，数值意义不大：基线完全不需要网络。</translation></message>
<message><source>Worklist</source><translation>患者列表面板</translation></message>
<message><source>Write all boxes as JSON or CSV, by pseudonym.</source><translation>将所有框按假名编号写为 JSON 或 CSV。</translation></message>
<message><source>Zoom</source><translation>缩放</translation></message>
<message><source>Zoom at the cursor</source><translation>以光标处缩放</translation></message>
<message><source>Zoom at the middle.</source><translation>以中心缩放。</translation></message>
<message><source>Zoom in</source><translation>放大</translation></message>
<message><source>Zoom out</source><translation>缩小</translation></message>
<message><source>Zoom out.</source><translation>缩小图像。</translation></message>
<message><source>Zoom to box</source><translation>放大到框</translation></message>
<message><source>a box</source><translation>一个框</translation></message>
<message><source>a grade</source><translation>一个级别</translation></message>
<message><source>a lesion</source><translation>一个病灶</translation></message>
<message><source>about {duration} · done about {clock}</source><translation>约 {duration} · 约 {clock} 完成</translation></message>
<message><source>above {band:.0f} %</source><translation>高于 {band:.0f} %</translation></message>
<message><source>absent</source><translation>未检出</translation></message>
<message><source>across</source><translation>横向</translation></message>
<message><source>active</source><translation>使用中</translation></message>
<message><source>after biopsy</source><translation>活检后</translation></message>
<message><source>after radio or chemotherapy</source><translation>放化疗后</translation></message>
<message><source>after radio- or chemotherapy</source><translation>放疗或化疗后</translation></message>
<message><source>after resection</source><translation>切除术后</translation></message>
<message><source>after surgery</source><translation>术后</translation></message>
<message><source>always high</source><translation>全判为高</translation></message>
<message><source>always low</source><translation>全判为低</translation></message>
<message><source>an outline</source><translation>一个轮廓</translation></message>
<message><source>and {count} more folders</source><translation>及另外 {count} 个文件夹</translation></message>
<message><source>another program holds it; close that program and try again</source><translation>被另一程序占用；请关闭该程序后重试</translation></message>
<message><source>as the wheel; apart or together: zoom where they are</source><translation>同滚轮；张开或捏合：在手指处缩放</translation></message>
<message><source>assisted</source><translation>辅助</translation></message>
<message><source>astrocytoma, IDH-mutant</source><translation>星形细胞瘤，IDH 突变型</translation></message>
<message><source>axial</source><translation>轴位</translation></message>
<message><source>axial reformat {step_mm:g} mm of {name}</source><translation>{name} 的 {step_mm:g} mm 轴位重组</translation></message>
<message><source>band {low:.0f}–{high:.0f} %</source><translation>范围 {low:.0f}–{high:.0f} %</translation></message>
<message><source>before the first step</source><translation>第一步之前</translation></message>
<message><source>begin or end the boxes on another slice</source><translation>改变框的起止层面</translation></message>
<message><source>begun</source><translation>已开始</translation></message>
<message><source>being drawn</source><translation>正在绘制</translation></message>
<message><source>below {band:.0f} %</source><translation>低于 {band:.0f} %</translation></message>
<message><source>both</source><translation>两侧</translation></message>
<message><source>both sides</source><translation>左右两侧</translation></message>
<message><source>box copied</source><translation>复制框</translation></message>
<message><source>box interpolated</source><translation>插值框</translation></message>
<message><source>box size only</source><translation>仅用框大小</translation></message>
<message><source>box transferred, check</source><translation>转移框，请核对</translation></message>
<message><source>boxes not looked at</source><translation>框未浏览</translation></message>
<message><source>by</source><translation>重新分级者</translation></message>
<message><source>by hand</source><translation>手绘</translation></message>
<message><source>cannot say</source><translation>无法判断</translation></message>
<message><source>chance</source><translation>随机水平</translation></message>
<message><source>chosen</source><translation>已指定</translation></message>
<message><source>cine {cine_fps:g} fps</source><translation>播放 {cine_fps:g} 层/秒</translation></message>
<message><source>circumscribed tumour</source><translation>局限性肿瘤</translation></message>
<message><source>common scale, T1 × {factor:.2f}</source><translation>同一标度，T1 × {factor:.2f}</translation></message>
<message><source>confirmed</source><translation>已确认</translation></message>
<message><source>contrast agent</source><translation>对比剂</translation></message>
<message><source>copied</source><translation>复制</translation></message>
<message><source>core outline</source><translation>肿瘤核心轮廓</translation></message>
<message><source>coronal</source><translation>冠状位</translation></message>
<message><source>counting patients…</source><translation>正在统计患者…</translation></message>
<message><source>countless</source><translation>无数</translation></message>
<message><source>cut through {spacing}</source><translation>重切，源 {spacing}</translation></message>
<message><source>date not known</source><translation>日期未知</translation></message>
<message><source>day +{days}</source><translation>第 +{days} 天</translation></message>
<message><source>day {sign}{days}</source><translation>第 {sign}{days} 天</translation></message>
<message><source>description '{text}'</source><translation>序列描述“{text}”</translation></message>
<message><source>descriptions</source><translation>序列描述</translation></message>
<message><source>diffusion weighting</source><translation>扩散加权</translation></message>
<message><source>diffusion weightings</source><translation>扩散权重</translation></message>
<message><source>done</source><translation>已完成</translation></message>
<message><source>down</source><translation>纵向</translation></message>
<message><source>draft</source><translation>草稿</translation></message>
<message><source>echo time {ms} ms: proton density</source><translation>回波时间 {ms} ms：质子密度</translation></message>
<message><source>edition</source><translation>选择版本</translation></message>
<message><source>edition unknown</source><translation>版次未知</translation></message>
<message><source>enhancing and necrotic core, else T2/FLAIR</source><translation>强化和坏死核心，若无则 T2/FLAIR</translation></message>
<message><source>enhancing outline</source><translation>强化区轮廓</translation></message>
<message><source>epoch</source><translation>轮次</translation></message>
<message><source>epoch {epoch} of {epochs}</source><translation>第 {epoch} / {epochs} 轮</translation></message>
<message><source>events.jsonl cannot be read ({reason})</source><translation>无法读取 events.jsonl（{reason}）</translation></message>
<message><source>failed</source><translation>失败</translation></message>
<message><source>finding the midline…</source><translation>正在查找中线…</translation></message>
<message><source>fine-tuned</source><translation>微调</translation></message>
<message><source>fine-tuned from ImageNet</source><translation>自 ImageNet 微调</translation></message>
<message><source>finished</source><translation>完成</translation></message>
<message><source>first</source><translation>首次</translation></message>
<message><source>flagged</source><translation>已标记</translation></message>
<message><source>from masks</source><translation>来自掩膜</translation></message>
<message><source>from scratch</source><translation>从头训练</translation></message>
<message><source>frozen</source><translation>冻结</translation></message>
<message><source>frozen trunk</source><translation>冻结主干</translation></message>
<message><source>glioblastoma, IDH-wildtype</source><translation>胶质母细胞瘤，IDH 野生型</translation></message>
<message><source>grade</source><translation>选择级别</translation></message>
<message><source>grade {grade}</source><translation>{grade} 级</translation></message>
<message><source>guessed</source><translation>推测</translation></message>
<message><source>guessed from {reason}</source><translation>推测自 {reason}</translation></message>
<message><source>hand-crafted features</source><translation>手工特征</translation></message>
<message><source>held-out AUC not measured</source><translation>留出集 AUC 未测</translation></message>
<message><source>held-out AUC {mean:.2f} ({low:.2f}-{high:.2f}), {count} patients</source><translation>留出集 AUC {mean:.2f}（{low:.2f}-{high:.2f}），{count} 例</translation></message>
<message><source>here / opposite</source><translation>此处 / 对侧</translation></message>
<message><source>hidden</source><translation>隐藏</translation></message>
<message><source>hidden while annotating</source><translation>标注时隐藏</translation></message>
<message><source>high</source><translation>高</translation></message>
<message><source>high {figure}</source><translation>高级别概率 {figure}</translation></message>
<message><source>homozygous deletion</source><translation>纯合性缺失</translation></message>
<message><source>image sizes</source><translation>图像尺寸</translation></message>
<message><source>in Annotate: draw, move or resize the box; in Outline: draw around the lesion, with Shift a further part</source><translation>标注：画框、移动或调整框；轮廓：沿病灶勾画，按住 Shift 添加另一部分</translation></message>
<message><source>in band</source><translation>在范围内</translation></message>
<message><source>in epoch {epoch} of {last}</source><translation>第 {epoch} / {last} 轮进行中</translation></message>
<message><source>in the words of the report</source><translation>按报告原文</translation></message>
<message><source>inputs {digest}</source><translation>输入摘要 {digest}</translation></message>
<message><source>interpolated</source><translation>插值</translation></message>
<message><source>inversion recovery and {what}</source><translation>反转恢复，且 {what}</translation></message>
<message><source>inversion time</source><translation>反转时间</translation></message>
<message><source>inverted</source><translation>反相</translation></message>
<message><source>is damaged</source><translation>已损坏</translation></message>
<message><source>is not one of this program</source><translation>不是本程序的文件</translation></message>
<message><source>it has {n} slices only</source><translation>只有 {n} 层</translation></message>
<message><source>it is a reformat itself</source><translation>其本身即为重组序列</translation></message>
<message><source>it is a single slice</source><translation>仅有一层</translation></message>
<message><source>it was published by a newer version of this program. Update the program.</source><translation>由本程序的更新版本发布。请更新程序。</translation></message>
<message><source>its card belongs to {model_id}. Import the model again.</source><translation>模型卡属于 {model_id}。请重新导入模型。</translation></message>
<message><source>its folds are not in order. Publish the model again.</source><translation>折的顺序有误。请重新发布模型。</translation></message>
<message><source>its geometry is not known yet: open its folder again</source><translation>几何信息尚未知：请重新打开其文件夹</translation></message>
<message><source>its id is not allowed. Publish the model again.</source><translation>模型标识不合规。请重新发布模型。</translation></message>
<message><source>its list of weights is malformed. Publish the model again.</source><translation>权重清单格式有误。请重新发布模型。</translation></message>
<message><source>its network {network} ({start}) is not known to this version. Update the program.</source><translation>本版本不识别网络 {network}（{start}）。请更新程序。</translation></message>
<message><source>its out-of-fold scores are not probabilities. Publish the model again.</source><translation>折外评分不是概率值。请重新发布模型。</translation></message>
<message><source>its slices are missing or uneven</source><translation>有缺层或层间距不均</translation></message>
<message><source>its slices are {gap} mm apart</source><translation>层间距为 {gap} mm</translation></message>
<message><source>its spacing is not measured</source><translation>间距非实测</translation></message>
<message><source>its temperature is not a positive number. Publish the model again.</source><translation>温度参数不是正数。请重新发布模型。</translation></message>
<message><source>keeps running when the window closes</source><translation>关闭窗口后继续运行</translation></message>
<message><source>key box</source><translation>关键框</translation></message>
<message><source>kinds of image</source><translation>图像类型</translation></message>
<message><source>kinds of image that do not fit together (pixel size, frame of reference, grey scale or position)</source><translation>互不相容的图像（像素大小、参考坐标系、灰阶或位置不同）</translation></message>
<message><source>left</source><translation>左侧</translation></message>
<message><source>left and right are not known in this file</source><translation>此文件左右方向未知</translation></message>
<message><source>left out by a reader</source><translation>阅片者排除</translation></message>
<message><source>left out of training</source><translation>不纳入训练</translation></message>
<message><source>left out of training: may be two people</source><translation>不纳入训练：可能为两人</translation></message>
<message><source>lesion / opposite</source><translation>病灶 / 对侧</translation></message>
<message><source>lesion {number}</source><translation>病灶 {number}</translation></message>
<message><source>linked by hand</source><translation>手动联动</translation></message>
<message><source>locked</source><translation>锁定</translation></message>
<message><source>lossy</source><translation>有损</translation></message>
<message><source>low</source><translation>低</translation></message>
<message><source>may be two people</source><translation>可能为两人</translation></message>
<message><source>may be two people under one identifier</source><translation>同一标识下可能为两人</translation></message>
<message><source>may be two people: sex or year of birth differ between studies</source><translation>可能为两人：各次检查的性别或出生年不一致</translation></message>
<message><source>mean {mean} · SD {sd}</source><translation>均值 {mean} · 标准差 {sd}</translation></message>
<message><source>measure; pull an end or the line of what is there; with Shift a round probe</source><translation>测量；可拖动已有测量的端点或线；Shift 为圆形探针</translation></message>
<message><source>midline</source><translation>中线部位</translation></message>
<message><source>midline: middle of the head</source><translation>中线：取头部正中</translation></message>
<message><source>modality {modality}</source><translation>设备类型 {modality}</translation></message>
<message><source>mutant</source><translation>突变型</translation></message>
<message><source>name '{name}'</source><translation>名称“{name}”</translation></message>
<message><source>necrosis outline</source><translation>坏死区轮廓</translation></message>
<message><source>neither is in this run</source><translation>两者均不在此次训练中</translation></message>
<message><source>new</source><translation>新病例</translation></message>
<message><source>new since a folder was opened</source><translation>打开文件夹后新增</translation></message>
<message><source>no</source><translation>否</translation></message>
<message><source>no CUDA device was found</source><translation>未发现 CUDA 设备</translation></message>
<message><source>no answer</source><translation>无结果</translation></message>
<message><source>no box in the coverage band</source><translation>没有覆盖率在范围内的框</translation></message>
<message><source>no boxes</source><translation>没有框</translation></message>
<message><source>no common frame of reference</source><translation>无共同参考坐标系</translation></message>
<message><source>no connection</source><translation>无网络连接</translation></message>
<message><source>no date</source><translation>无日期</translation></message>
<message><source>no deletion</source><translation>无缺失</translation></message>
<message><source>no mirror yet: the series is still being read</source><translation>暂无镜像：序列仍在读取</translation></message>
<message><source>no mirror: left and right not known</source><translation>无镜像：左右方向未知</translation></message>
<message><source>no mirror: {reason}</source><translation>无镜像：{reason}</translation></message>
<message><source>no other sequence: {reason}</source><translation>无其他序列可切换：{reason}</translation></message>
<message><source>no other series in a viewport</source><translation>视口中没有其他序列</translation></message>
<message><source>no other series in this plane</source><translation>该平面没有其他序列</translation></message>
<message><source>no pathology grade</source><translation>无病理级别</translation></message>
<message><source>no pathology grade of this study</source><translation>无对应本次检查的病理级别</translation></message>
<message><source>no reason was left</source><translation>未留下原因</translation></message>
<message><source>no series here</source><translation>此处无序列</translation></message>
<message><source>no smaller box holds the target</source><translation>没有更小的框能达到目标覆盖率</translation></message>
<message><source>no subtraction: grey values are inverted</source><translation>无减影：灰度反相</translation></message>
<message><source>no subtraction: too little tissue in common</source><translation>无减影：共有组织过少</translation></message>
<message><source>no subtraction: {reason}</source><translation>无减影：{reason}</translation></message>
<message><source>no subtraction: {series} cannot be read</source><translation>无减影：无法读取 {series}</translation></message>
<message><source>no tumour</source><translation>无肿瘤</translation></message>
<message><source>no tumour on this slice</source><translation>本层无肿瘤</translation></message>
<message><source>no voxel</source><translation>无体素</translation></message>
<message><source>no {label} in this study</source><translation>本次检查中无 {label}</translation></message>
<message><source>no {sequences}</source><translation>缺少 {sequences}</translation></message>
<message><source>no {sequence}</source><translation>缺 {sequence}</translation></message>
<message><source>none</source><translation>无</translation></message>
<message><source>none found</source><translation>未发现</translation></message>
<message><source>not available</source><translation>不可用</translation></message>
<message><source>not begun</source><translation>未开始</translation></message>
<message><source>not done</source><translation>未完成</translation></message>
<message><source>not graded</source><translation>未定级</translation></message>
<message><source>not known</source><translation>不详</translation></message>
<message><source>not known to be after surgery or treatment</source><translation>无术后或治疗后记录</translation></message>
<message><source>not linked: {reason}</source><translation>未联动：{reason}</translation></message>
<message><source>not run: no weights</source><translation>未运行：没有权重</translation></message>
<message><source>not run: stopped before all five folds were finished</source><translation>未运行：五折全部完成之前已停止</translation></message>
<message><source>not stated</source><translation>未注明</translation></message>
<message><source>not tested</source><translation>未检测</translation></message>
<message><source>nothing in the headers or names says</source><translation>文件头和名称中均无说明</translation></message>
<message><source>nothing in the headers tells them apart, so they may be duplicates</source><translation>文件头中无从区分，可能为重复图像</translation></message>
<message><source>oblique</source><translation>斜位</translation></message>
<message><source>oligodendroglioma, IDH-mutant, codeleted</source><translation>少突胶质细胞瘤，IDH 突变型，1p/19q 共缺失</translation></message>
<message><source>one person</source><translation>同一人</translation></message>
<message><source>optional</source><translation>可选</translation></message>
<message><source>orientation not known</source><translation>方位未知</translation></message>
<message><source>orientations</source><translation>方向</translation></message>
<message><source>outline</source><translation>病灶轮廓</translation></message>
<message><source>paper</source><translation>论文预设</translation></message>
<message><source>patients found</source><translation>找到的患者</translation></message>
<message><source>paused</source><translation>已暂停</translation></message>
<message><source>post-op</source><translation>术后状态</translation></message>
<message><source>pre-op</source><translation>术前</translation></message>
<message><source>preparing</source><translation>准备中</translation></message>
<message><source>present</source><translation>检出</translation></message>
<message><source>probability</source><translation>概率</translation></message>
<message><source>protocol '{text}'</source><translation>扫描方案“{text}”</translation></message>
<message><source>quick</source><translation>快速预设</translation></message>
<message><source>re-grading</source><translation>再次分级</translation></message>
<message><source>read error</source><translation>读取错误</translation></message>
<message><source>reading {count} of {total}</source><translation>正在读取 {count} / {total}</translation></message>
<message><source>reason</source><translation>原因</translation></message>
<message><source>repetition time</source><translation>重复时间</translation></message>
<message><source>report, registry or CSV row</source><translation>报告、登记库或 CSV 行</translation></message>
<message><source>right</source><translation>右侧</translation></message>
<message><source>running</source><translation>运行中</translation></message>
<message><source>sagittal</source><translation>矢状位</translation></message>
<message><source>sagittal slices</source><translation>矢状位层面</translation></message>
<message><source>score {figure}</source><translation>评分 {figure}</translation></message>
<message><source>score, not calibrated</source><translation>评分，未校准</translation></message>
<message><source>scratch</source><translation>从头</translation></message>
<message><source>sealed</source><translation>封存</translation></message>
<message><source>sequence not known</source><translation>序列未知</translation></message>
<message><source>shown</source><translation>显示中</translation></message>
<message><source>size only, hand-crafted</source><translation>仅大小、手工特征</translation></message>
<message><source>slice {k}, row {row}, column {column}</source><translation>第 {k} 层，第 {row} 行，第 {column} 列</translation></message>
<message><source>slices missing or uneven</source><translation>层面缺失或间距不均</translation></message>
<message><source>sp {mm:.1f}</source><translation>间距 {mm:.1f}</translation></message>
<message><source>sp {mm:.1f} (nominal)</source><translation>间距 {mm:.1f}（标称）</translation></message>
<message><source>spacing not known</source><translation>间距未知</translation></message>
<message><source>starting</source><translation>启动中</translation></message>
<message><source>starting…</source><translation>正在启动…</translation></message>
<message><source>stated by the reader</source><translation>由阅片者确认</translation></message>
<message><source>stopped · can be resumed</source><translation>已停止 · 可恢复</translation></message>
<message><source>stopped, can be resumed</source><translation>已停止，可恢复</translation></message>
<message><source>subtracting…</source><translation>正在减影…</translation></message>
<message><source>sweep the box through the slices; a right click meanwhile: the opposite corner</source><translation>带框连续翻层；其间右键单击：换到对角</translation></message>
<message><source>synthetic</source><translation>合成</translation></message>
<message><source>the box</source><translation>框</translation></message>
<message><source>the box on slice {number}</source><translation>第 {number} 层的框</translation></message>
<message><source>the box series</source><translation>框序列</translation></message>
<message><source>the crops, the baselines and the last checkpoint</source><translation>裁剪图、基线和上一个检查点</translation></message>
<message><source>the crosshair follows, in Read</source><translation>浏览模式下十字线跟随</translation></message>
<message><source>the disk did not take it; it may be full or gone, and everything before is safe</source><translation>磁盘未能写入；可能已满或已断开，此前的内容均已保存</translation></message>
<message><source>the disk is full; free some space and draw again, everything before is safe</source><translation>磁盘已满；请释放空间后重新画框，此前的内容均已保存</translation></message>
<message><source>the file cannot be opened; check that the folder exists and may be written</source><translation>文件无法打开；请检查文件夹是否存在且可写入</translation></message>
<message><source>the file is damaged; restore a backup (File &gt; Open project)</source><translation>文件已损坏；请恢复备份（文件 &gt; 打开项目）</translation></message>
<message><source>the file is no database; restore a backup (File &gt; Open project)</source><translation>文件不是数据库；请恢复备份（文件 &gt; 打开项目）</translation></message>
<message><source>the folder {folder}</source><translation>文件夹 {folder}</translation></message>
<message><source>the other series ends before this slice</source><translation>其他序列未覆盖此层</translation></message>
<message><source>the project is empty</source><translation>项目为空</translation></message>
<message><source>the project is read-only; open a copy that can be written</source><translation>项目为只读；请打开可写入的副本</translation></message>
<message><source>the same frame of reference</source><translation>参考坐标系相同</translation></message>
<message><source>the same series UID</source><translation>序列 UID 相同</translation></message>
<message><source>the same study UID</source><translation>检查 UID 相同</translation></message>
<message><source>the whole T2/FLAIR abnormality</source><translation>整个 T2/FLAIR 异常区</translation></message>
<message><source>they differ in their {what}</source><translation>区别在于 {what}</translation></message>
<message><source>they were acquired at different times</source><translation>采集时间不同</translation></message>
<message><source>they were acquired one after the other</source><translation>先后采集</translation></message>
<message><source>thk {mm:.1f}</source><translation>层厚 {mm:.1f}</translation></message>
<message><source>three networks, every start</source><translation>三种网络，全部起点</translation></message>
<message><source>time not known yet</source><translation>时间尚未知</translation></message>
<message><source>to</source><translation>至</translation></message>
<message><source>trained on phantoms, not on patients</source><translation>用体模训练，非患者</translation></message>
<message><source>transferred</source><translation>转移</translation></message>
<message><source>under 18 years</source><translation>未满 18 岁</translation></message>
<message><source>under a minute</source><translation>不到一分钟</translation></message>
<message><source>unknown</source><translation>未知</translation></message>
<message><source>untreated</source><translation>未经治疗</translation></message>
<message><source>waiting</source><translation>等待中</translation></message>
<message><source>was written by a newer version</source><translation>由更新的版本写入</translation></message>
<message><source>what the reader chooses</source><translation>由阅片者选择</translation></message>
<message><source>wildtype</source><translation>野生型</translation></message>
<message><source>window as last chosen for {sequence} · A: Auto</source><translation>{sequence} 上次所选的窗 · A：自动</translation></message>
<message><source>with a pathology grade of the study</source><translation>有对应检查的病理级别</translation></message>
<message><source>with boxes</source><translation>有框</translation></message>
<message><source>with boxes in the coverage band</source><translation>有覆盖率在范围内的框</translation></message>
<message><source>with the sequence</source><translation>有所需序列</translation></message>
<message><source>write error</source><translation>写入错误</translation></message>
<message><source>years</source><translation>岁</translation></message>
<message><source>yes</source><translation>是</translation></message>
<message><source>yes, not counted</source><translation>是，不计入</translation></message>
<message><source>{boxes} box</source><translation>{boxes} 个框</translation></message>
<message><source>{boxes} boxes</source><translation>{boxes} 个框</translation></message>
<message><source>{count:,} voxels are not numbers and are shown as 0.</source><translation>{count:,} 个体素不是数值，显示为 0。</translation></message>
<message><source>{count} boxes</source><translation>{count} 个框</translation></message>
<message><source>{count} boxes written to {name}, by pseudonym.</source><translation>已将 {count} 个框按假名编号写入 {name}。</translation></message>
<message><source>{count} equal slices</source><translation>{count} 层完全相同</translation></message>
<message><source>{count} files passed over: {reason} The others: View &gt; Messages.</source><translation>略过 {count} 个文件：{reason} 其余见：视图 &gt; 消息。</translation></message>
<message><source>{count} grades</source><translation>{count} 个级别</translation></message>
<message><source>{count} images are stored twice in this folder (same SOP Instance UID); the copies were left out.</source><translation>此文件夹中有 {count} 幅图像重复存储（SOP Instance UID 相同）；重复者已略去。</translation></message>
<message><source>{count} images lie at one position and were kept apart as {count} volumes; this is number {number}: {difference}.</source><translation>同一位置有 {count} 幅图像，已分为 {count} 个体数据；此为第 {number} 个：{difference}。</translation></message>
<message><source>{count} measurements</source><translation>{count} 个测量</translation></message>
<message><source>{count} models: {high} high, {low} low.</source><translation>{count} 个模型：{high} 高，{low} 低。</translation></message>
<message><source>{count} new studies in {folder}.</source><translation>{folder} 中有 {count} 项新检查。</translation></message>
<message><source>{count} of them not seen</source><translation>未⁠浏⁠览 {count}</translation></message>
<message><source>{count} outline files</source><translation>{count} 个轮廓文件</translation></message>
<message><source>{count} outlines</source><translation>{count} 个轮廓</translation></message>
<message><source>{count} patients found</source><translation>找到 {count} 位患者</translation></message>
<message><source>{count} patients were told apart in the folder {folder} by the beginnings of its files' names.</source><translation>文件夹 {folder} 中按文件名开头区分出 {count} 位患者。</translation></message>
<message><source>{count} places</source><translation>{count} 个位置</translation></message>
<message><source>{count} slice not looked at ({slices}). {key} again to accept.</source><translation>{count} 层未浏览（{slices}）。再按 {key} 接受。</translation></message>
<message><source>{count} slices are missing, between {where}: positions along the stack are approximate.</source><translation>缺 {count} 层，位于第 {where} 层之间：沿层面方向的位置为近似值。</translation></message>
<message><source>{count} slices not looked at ({slices}). {key} again to accept.</source><translation>{count} 层未浏览（{slices}）。再按 {key} 接受。</translation></message>
<message><source>{count} slices that look the same</source><translation>{count} 层外观相同</translation></message>
<message><source>{count} studies</source><translation>{count} 项检查</translation></message>
<message><source>{count} studies are linked to their files again.</source><translation>{count} 项检查已重新关联到文件。</translation></message>
<message><source>{count} studies are still missing: choose another folder.</source><translation>仍缺 {count} 项检查：请选择其他文件夹。</translation></message>
<message><source>{count} {how}</source><translation>{how} {count}</translation></message>
<message><source>{count} {reason}</source><translation>{count} 例 {reason}</translation></message>
<message><source>{count} · not yet drawn</source><translation>{count} · 尚未抽取</translation></message>
<message><source>{count} · opened once</source><translation>{count} · 已开封 1 次</translation></message>
<message><source>{count} · opened {n} times</source><translation>{count} · 已开封 {n} 次</translation></message>
<message><source>{days} day {hours} h</source><translation>{days} 天 {hours} 小时</translation></message>
<message><source>{days} days {hours} h</source><translation>{days} 天 {hours} 小时</translation></message>
<message><source>{doing} {done:,} of {total:,} files</source><translation>{doing}，{done:,} / {total:,} 个文件</translation></message>
<message><source>{done} of {of} finished trainings, their figures and the last checkpoint</source><translation>{of} 个训练中已完成的 {done} 个、其数值和上一个检查点</translation></message>
<message><source>{done} of {of} trainings</source><translation>训练 {done} / {of}</translation></message>
<message><source>{edition} edition</source><translation>{edition} 版</translation></message>
<message><source>{first} and {second} ({reason})</source><translation>{first} 与 {second}（{reason}）</translation></message>
<message><source>{first} minus {second}: AUC {difference}, no difference shown.</source><translation>{first}减{second}：AUC {difference}，未显示差异。</translation></message>
<message><source>{first} minus {second}: AUC {difference}.</source><translation>{first}减{second}：AUC {difference}。</translation></message>
<message><source>{fit} is not in this run</source><translation>{fit}不在此次训练中</translation></message>
<message><source>{fit}: everything up to epoch {epoch} of fold {fold} is kept.</source><translation>{fit}：第 {fold} 折第 {epoch} 轮以前的内容均已保留。</translation></message>
<message><source>{folder}  (not there)</source><translation>{folder} （不存在）</translation></message>
<message><source>{folder} cannot be made ({reason}).</source><translation>{folder} 无法建立（{reason}）。</translation></message>
<message><source>{folder} holds a project already. Open it instead.</source><translation>{folder} 中已有项目。请直接打开。</translation></message>
<message><source>{folder} is not a project: {file} is missing. Make one with import-cohort, demo or File &gt; New.</source><translation>{folder} 不是项目：缺少 {file}。请用 import-cohort、demo 或“文件 &gt; 新建”建立项目。</translation></message>
<message><source>{folder}: {count} masks; {taken} was taken.</source><translation>{folder}：有 {count} 个掩膜；采用 {taken}。</translation></message>
<message><source>{folds_done} of {folds} folds so far</source><translation>已完成 {folds_done} / {folds} 折</translation></message>
<message><source>{found} in {place}, none new.</source><translation>{place}：{found}，无新增。</translation></message>
<message><source>{found} in {place}, {new} new.</source><translation>{place}：{found}，新增 {new}。</translation></message>
<message><source>{found} of {gone} found, with the same files:
{where}</source><translation>{gone} 中找到 {found} 项，文件一致：
{where}</translation></message>
<message><source>{grade} by {name} on {date}: {reason}</source><translation>{grade}，{name}，{date}：{reason}</translation></message>
<message><source>{high} of {count} out-of-fold patients scored like this were high grade ({share:.0f} %, {least:.0f}-{most:.0f}).</source><translation>评分相近的 {count} 例折外患者中，{high} 例为高级别（{share:.0f} %，{least:.0f}-{most:.0f}）。</translation></message>
<message><source>{high} of {count} out-of-fold patients scored like this were high grade.</source><translation>评分相近的 {count} 例折外患者中，{high} 例为高级别。</translation></message>
<message><source>{high} of {patients} ({share:.0f} %)</source><translation>{patients} 例中 {high} 例（{share:.0f} %）</translation></message>
<message><source>{hours} h</source><translation>{hours} 小时</translation></message>
<message><source>{hours} h {minutes} min</source><translation>{hours} 小时 {minutes} 分钟</translation></message>
<message><source>{keys} key</source><translation>关键 {keys}</translation></message>
<message><source>{key} is the key of “{action}”.</source><translation>{key} 是“{action}”的按键。</translation></message>
<message><source>{kind} {values}</source><translation>{kind}：{values}</translation></message>
<message><source>{label}
95 %, n {n}</source><translation>{label}
95 %，n {n}</translation></message>
<message><source>{label} not known: confirm it in the series list</source><translation>{label} 未知：请在序列列表中确认</translation></message>
<message><source>{label}: will be downloaded.</source><translation>{label}：将下载。</translation></message>
<message><source>{label}: {source}.</source><translation>{label}：{source}。</translation></message>
<message><source>{lesions} lesions</source><translation>{lesions} 个病灶</translation></message>
<message><source>{low} to {high} · n {count:.0f}</source><translation>{low} 至 {high} · n {count:.0f}</translation></message>
<message><source>{masks!r} is no file name. Name the mask file as it lies in each folder.</source><translation>{masks!r} 不是文件名。请写出掩膜文件在各文件夹中的名称。</translation></message>
<message><source>{mean:+.2f} ({low:+.2f} to {high:+.2f}), n {n}</source><translation>{mean:+.2f}（{low:+.2f} 至 {high:+.2f}），n {n}</translation></message>
<message><source>{minutes} min</source><translation>{minutes} 分钟</translation></message>
<message><source>{model_id} cannot be made active ({reason}).</source><translation>{model_id} 无法设为当前模型（{reason}）。</translation></message>
<message><source>{model_id}: {weights} is missing. Import or publish the model again.</source><translation>{model_id}：缺少 {weights}。请重新导入或发布模型。</translation></message>
<message><source>{model_id}: {weights} was changed after publishing. Import or publish the model again.</source><translation>{model_id}：{weights} 在发布后被修改。请重新导入或发布模型。</translation></message>
<message><source>{named} different</source><translation>{named} 种</translation></message>
<message><source>{named} is no longer there: was it moved? File &gt; Find moved folder.</source><translation>{named} 已不在原处：是否被移动？请用“文件 &gt; 查找已移动的文件夹”。</translation></message>
<message><source>{named} · not stated {n}</source><translation>{named} 种 · 未注明 {n}</translation></message>
<message><source>{named}: its card is incomplete ({reason}). Import the model again.</source><translation>{named}：模型卡不完整（{reason}）。请重新导入模型。</translation></message>
<message><source>{named}: its card is missing or cannot be read. Import the model again.</source><translation>{named}：模型卡缺失或无法读取。请重新导入模型。</translation></message>
<message><source>{named}: its card was changed after publishing. Import or publish the model again.</source><translation>{named}：模型卡在发布后被修改。请重新导入或发布模型。</translation></message>
<message><source>{named}: {fault}</source><translation>{named}：{fault}</translation></message>
<message><source>{names} and {count} more</source><translation>{names} 及另外 {count} 项</translation></message>
<message><source>{name} cannot be read ({reason}).</source><translation>{name} 无法读取（{reason}）。</translation></message>
<message><source>{name} cannot be read any more. Put the images back and start again.</source><translation>{name} 已无法读取。请将图像放回原处后重新开始。</translation></message>
<message><source>{name} cannot be read from its disc: {reason}.</source><translation>无法从磁盘读取 {name}：{reason}。</translation></message>
<message><source>{name} cannot be read to its end: it is damaged or cut off.</source><translation>{name} 无法读完：文件已损坏或不完整。</translation></message>
<message><source>{name} cannot be reformatted at {step_mm:g} mm: the result would be too large.</source><translation>{name} 无法按 {step_mm:g} mm 重组：结果过大。</translation></message>
<message><source>{name} cannot be reformatted: {reason}.</source><translation>{name} 无法重组：{reason}。</translation></message>
<message><source>{name} cannot be unpacked into {folder}: {why}.</source><translation>{name} 无法解压到 {folder}：{why}。</translation></message>
<message><source>{name} cannot be unpacked: {why}.</source><translation>无法解压 {name}：{why}。</translation></message>
<message><source>{name} cannot be written ({reason}).</source><translation>{name} 无法写入（{reason}）。</translation></message>
<message><source>{name} cannot be written ({reason}). Choose another folder.</source><translation>{name} 无法写入（{reason}）。请另选文件夹。</translation></message>
<message><source>{name} could not be written ({reason}). Check the project's disk and resume the run.</source><translation>{name} 未能写入（{reason}）。请检查项目所在磁盘后继续训练。</translation></message>
<message><source>{name} disappeared while it was being read.</source><translation>{name} 在读取过程中消失。</translation></message>
<message><source>{name} does not hold {label}. Import or publish the model again.</source><translation>{name} 中不是 {label}。请重新导入或发布模型。</translation></message>
<message><source>{name} fails its checksum: its SHA-256 begins {begins}, those of torchvision's files begin {known}. Fetch it again.</source><translation>{name} 校验失败：其 SHA-256 以 {begins} 开头，torchvision 文件应以 {known} 开头。请重新获取。</translation></message>
<message><source>{name} fails its checksum: its SHA-256 is {found}..., not {expected}.... Copy it again.</source><translation>{name} 校验失败：其 SHA-256 为 {found}...，应为 {expected}...。请重新复制。</translation></message>
<message><source>{name} graded</source><translation>{name} 分级</translation></message>
<message><source>{name} has changed since it was opened, and the images that were in it are no longer kept: open it again.</source><translation>{name} 打开后有改动，其中的图像已不再保留：请重新打开。</translation></message>
<message><source>{name} has changed since the folder was opened ({rows} x {columns}, not {rows_before} x {columns_before} pixels): open the folder again.</source><translation>{name} 在打开文件夹后已改变（现为 {rows} x {columns} 像素，原为 {rows_before} x {columns_before}）：请重新打开文件夹。</translation></message>
<message><source>{name} has changed since the folder was opened and belongs to another series now: open the folder again.</source><translation>{name} 在打开文件夹后已改变，现属于另一序列：请重新打开文件夹。</translation></message>
<message><source>{name} has changed since the folder was opened: open the folder again, or put the earlier file back.</source><translation>{name} 在打开文件夹后已改变：请重新打开文件夹，或放回原来的文件。</translation></message>
<message><source>{name} has the wrong ending: rename it to end in {ending}.</source><translation>{name} 的扩展名有误：请改为 {ending}。</translation></message>
<message><source>{name} has {count} volumes: there is no number {number}.</source><translation>{name} 有 {count} 个体数据：没有第 {number} 个。</translation></message>
<message><source>{name} holds another slice than when the folder was opened: open it again.</source><translation>{name} 中的层面与打开文件夹时的不同：请重新打开该文件夹。</translation></message>
<message><source>{name} holds fewer frames than its header promises: it is damaged.</source><translation>{name} 的帧数少于文件头所述：文件已损坏。</translation></message>
<message><source>{name} holds fewer pixels than its header promises: it is damaged.</source><translation>{name} 的像素少于文件头所述：文件已损坏。</translation></message>
<message><source>{name} holds no image that can be shown: it is a {kind} file.</source><translation>{name} 中没有可显示的图像：其为 {kind} 文件。</translation></message>
<message><source>{name} holds no image: its header gives a size of {size} voxels.</source><translation>{name} 中没有图像：文件头所述大小为 {size} 体素。</translation></message>
<message><source>{name} holds no image{named} and was passed over.</source><translation>{name} 中没有图像{named}，已略过。</translation></message>
<message><source>{name} holds no pixels: it is cut off, or was saved without its image.</source><translation>{name} 中没有像素：文件不完整，或保存时未含图像。</translation></message>
<message><source>{name} holds {volumes} volumes; a mask is one. Save the one that is meant.</source><translation>{name} 含 {volumes} 个体数据；掩膜应为一个。请保存所需的一个。</translation></message>
<message><source>{name} is a NIfTI file under another name: rename it to end in .nii.</source><translation>{name} 是使用了其他扩展名的 NIfTI 文件：请将扩展名改为 .nii。</translation></message>
<message><source>{name} is a damaged DICOM file and was passed over.</source><translation>{name} 是损坏的 DICOM 文件，已略过。</translation></message>
<message><source>{name} is a damaged DICOM file.</source><translation>{name} 是损坏的 DICOM 文件。</translation></message>
<message><source>{name} is a link to a file that is not there.</source><translation>{name} 是一个链接，其指向的文件不存在。</translation></message>
<message><source>{name} is a video and was passed over.</source><translation>{name} 是视频，已略过。</translation></message>
<message><source>{name} is a workbook. Save it as CSV and name that file.</source><translation>{name} 是工作簿。请另存为 CSV 并指定该文件。</translation></message>
<message><source>{name} is a {kind} archive, which this program does not read: unpack it and open the folder.</source><translation>{name} 为 {kind} 归档，本程序不能读取：请解压后打开文件夹。</translation></message>
<message><source>{name} is an image, not a mask: it holds more than {most} different values. Choose the file that was drawn.</source><translation>{name} 是图像而非掩膜：含有超过 {most} 个不同的数值。请选择勾画所得的文件。</translation></message>
<message><source>{name} is compressed in a way that is not known here ({way}): export it without compression.</source><translation>{name} 的压缩方式无法识别（{way}）：请以无压缩方式导出。</translation></message>
<message><source>{name} is cut off ({missing:,} bytes are missing): copy it again from its source.</source><translation>{name} 不完整（缺 {missing:,} 字节）：请从来源重新复制。</translation></message>
<message><source>{name} is cut off or its header is wrong: it promises {size} voxels and holds fewer.</source><translation>{name} 不完整或文件头有误：文件头称有 {size} 体素，实际不足。</translation></message>
<message><source>{name} is damaged in its archive and was left out.</source><translation>{name} 在归档中已损坏，已略过。</translation></message>
<message><source>{name} is damaged or cut off after its first file: copy it again from its source.</source><translation>{name} 在第 1 个文件之后已损坏或不完整：请从来源重新复制。</translation></message>
<message><source>{name} is damaged or cut off after {count} files: copy it again from its source.</source><translation>{name} 在第 {count} 个文件之后已损坏或不完整：请从来源重新复制。</translation></message>
<message><source>{name} is damaged or cut off: copy it again from its source.</source><translation>{name} 已损坏或不完整：请从来源重新复制。</translation></message>
<message><source>{name} is damaged or no model file. Fetch it again.</source><translation>{name} 已损坏或不是模型文件。请重新获取。</translation></message>
<message><source>{name} is damaged or no safetensors file. Fetch it again.</source><translation>{name} 已损坏或不是 safetensors 文件。请重新获取。</translation></message>
<message><source>{name} is damaged. Fetch it again.</source><translation>{name} 已损坏。请重新获取。</translation></message>
<message><source>{name} is empty.</source><translation>{name} 为空文件。</translation></message>
<message><source>{name} is empty: copy it again from its source.</source><translation>{name} 为空文件：请从来源重新复制。</translation></message>
<message><source>{name} is half of a pair (.hdr and .img): convert it to one .nii file.</source><translation>{name} 是成对文件（.hdr 和 .img）之一：请转换为单个 .nii 文件。</translation></message>
<message><source>{name} is locked with a password: unpack it with the password and open the folder.</source><translation>{name} 有密码保护：请用密码解压后打开文件夹。</translation></message>
<message><source>{name} is named like a DICOM file but is none.</source><translation>{name} 的名称似 DICOM 文件，但并不是。</translation></message>
<message><source>{name} is no longer kept unpacked: open its archive again.</source><translation>{name} 的解压副本已不再保留：请重新打开其归档。</translation></message>
<message><source>{name} is no longer where it was: open it where it is now.</source><translation>{name} 已不在原处：请在现在的位置打开。</translation></message>
<message><source>{name} is no model of this program. Choose a file that Export wrote.</source><translation>{name} 不是本程序的模型。请选择由“导出”生成的文件。</translation></message>
<message><source>{name} is no text. Save it as CSV (UTF-8) and name that file.</source><translation>{name} 不是文本。请另存为 CSV（UTF-8）并指定该文件。</translation></message>
<message><source>{name} is not a NIfTI file, or its header is damaged.</source><translation>{name} 不是 NIfTI 文件，或其文件头已损坏。</translation></message>
<message><source>{name} is packed in a way that this program does not read: unpack the archive and open the folder.</source><translation>{name} 的压缩方式本程序不能读取：请解压归档后打开文件夹。</translation></message>
<message><source>{name} is still being read. Cancel it first, or wait for it.</source><translation>{name} 仍在读取。请先取消，或等待其完成。</translation></message>
<message><source>{name} is too large for a model ({size} MiB).</source><translation>{name} 过大，不可能是模型（{size} MiB）。</translation></message>
<message><source>{name} is too large to be opened packed: unpack it to a .nii file first.</source><translation>{name} 过大，无法以压缩形式打开：请先解压为 .nii 文件。</translation></message>
<message><source>{name} is too large to be opened: {size} voxels.</source><translation>{name} 过大，无法打开：{size} 体素。</translation></message>
<message><source>{name} lists more files than an archive of images holds: it was not unpacked.</source><translation>{name} 所列文件数超出图像归档的限度：未解压。</translation></message>
<message><source>{name} marks no voxel of this series.</source><translation>{name} 未标记该序列的任何体素。</translation></message>
<message><source>{name} may not be read: ask for permission to open it.</source><translation>无权读取 {name}：请申请访问权限。</translation></message>
<message><source>{name} names a place outside of its archive and was left out.</source><translation>{name} 指向归档之外的位置，已略过。</translation></message>
<message><source>{name} of {folder} is missing or damaged; it was not changed.</source><translation>{folder} 的 {name} 缺失或损坏；未作改动。</translation></message>
<message><source>{name} promises {promised} voxels: its header is wrong.</source><translation>{name} 称有 {promised} 体素：文件头有误。</translation></message>
<message><source>{name} takes more than the {gib:g} GiB that unpacked archives may: Edit &gt; Memory allows more.</source><translation>{name} 超出解压归档可用的 {gib:g} GiB：可在“编辑 &gt; 内存”中调高。</translation></message>
<message><source>{name} unpacks to more than {most} MB: export it again.</source><translation>{name} 解压后超过 {most} MB：请重新导出。</translation></message>
<message><source>{name} was not read to its end. Nothing was changed.</source><translation>{name} 未读完。未作任何更改。</translation></message>
<message><source>{name} was not taken in: its patient was left while it was read.</source><translation>{name} 未导入：读取期间已离开该患者。</translation></message>
<message><source>{name} was not unpacked: too little room is left on the disc of {folder}.</source><translation>{name} 未解压：{folder} 所在磁盘空间不足。</translation></message>
<message><source>{name} would grow to more than {gib:.0f} GiB, which no archive of images does: it was not unpacked.</source><translation>{name} 解压后将超过 {gib:.0f} GiB，图像归档不会如此：未解压。</translation></message>
<message><source>{name} {n}</source><translation>{name} {n}</translation></message>
<message><source>{name} — Glioma Desktop</source><translation>{name} — Glioma Desktop</translation></message>
<message><source>{name}, line {line}: the patient is empty. Name it or delete the row.</source><translation>{name} 第 {line} 行：患者为空。请填写或删除该行。</translation></message>
<message><source>{name}, line {line}: {patient} has another grade on line {other}. Keep one row a patient.</source><translation>{name} 第 {line} 行：{patient} 在第 {other} 行有另一级别。请每例患者只保留一行。</translation></message>
<message><source>{name}, line {line}: {written!r} is no WHO grade. Write I to IV or 1 to 4.</source><translation>{name} 第 {line} 行：{written!r} 不是 WHO 级别。请写 I 至 IV 或 1 至 4。</translation></message>
<message><source>{name}, mixed precision</source><translation>{name}，混合精度</translation></message>
<message><source>{name}: a report is an .html or a .pdf file. Choose one of these endings.</source><translation>{name}：报告为 .html 或 .pdf 文件。请选用其中一种扩展名。</translation></message>
<message><source>{name}: {fault}</source><translation>{name}：{fault}</translation></message>
<message><source>{network}, {start}</source><translation>{network}，{start}</translation></message>
<message><source>{network}, {start}; five folds</source><translation>{network}，{start}；五折</translation></message>
<message><source>{origin} box, not yet seen</source><translation>{origin} 框，未浏览</translation></message>
<message><source>{origin} box, seen</source><translation>{origin} 框，已浏览</translation></message>
<message><source>{pairs} pair found</source><translation>发现 {pairs} 对</translation></message>
<message><source>{pairs} pairs found</source><translation>发现 {pairs} 对</translation></message>
<message><source>{path} cannot be used: {reason}. Mend it or restore a backup.</source><translation>{path} 无法使用：{reason}。请修正或恢复备份。</translation></message>
<message><source>{patients} ({low} low · {high} high)</source><translation>{patients}（低 {low} · 高 {high}）</translation></message>
<message><source>{patients} changed sides of the sealed test set since this run was split. Restore splits/holdout.json from a backup, or start a new run.</source><translation>自此次训练划分以来，{patients} 在封存测试集内外发生了变动。请从备份中恢复 splits/holdout.json，或开始新的训练。</translation></message>
<message><source>{patients} would leave its side of the hold-out; that never happens.</source><translation>{patients} 将离开其在留出集中的一侧；不允许如此。</translation></message>
<message><source>{patient} found in {place}, in the worklist already.</source><translation>{place}：找到 {patient}，已在患者列表中。</translation></message>
<message><source>{patient} found in {place}, new in the worklist.</source><translation>{place}：找到 {patient}，已新增到患者列表。</translation></message>
<message><source>{patient} has no boxes: {reason}</source><translation>{patient} 没有框：{reason}</translation></message>
<message><source>{patient} is not in this project's store: was a backup put in its place? Open the patient's folder again.</source><translation>{patient} 不在本项目的数据库中：是否换成了备份？请重新打开该患者的文件夹。</translation></message>
<message><source>{patient} is not opened: the folder {folder} is away. Connect its drive, or File &gt; Find moved folder.</source><translation>未打开 {patient}：文件夹 {folder} 不可用。请连接其磁盘，或：文件 &gt; 查找已移动的文件夹。</translation></message>
<message><source>{patient} is open again, where you stopped.</source><translation>已重新打开 {patient}，回到上次停留处。</translation></message>
<message><source>{patient} is open: the next case that is not done.</source><translation>已打开 {patient}：下一个未完成的病例。</translation></message>
<message><source>{patient} was changed since its import. Undo that first: {what}.</source><translation>{patient} 导入后有改动。请先撤销：{what}。</translation></message>
<message><source>{patient}: its sequences are not on one grid. Train on one sequence, or resample them.</source><translation>{patient}：各序列不在同一网格上。请用单一序列训练，或重采样。</translation></message>
<message><source>{patient}: its studies differ in sex or year of birth. Two patients may share one identifier: it is left out of training until you decide (Patient, in the case panel).</source><translation>{patient}：其各次检查的性别或出生年不一致。可能两位患者共用一个标识：在您决定前不纳入训练（病例面板中的“患者身份”）。</translation></message>
<message><source>{patient}: the box on slice {slice} is outside the image. Move it.</source><translation>{patient}：第 {slice} 层的框在图像以外。请移动。</translation></message>
<message><source>{patient}: {what}.</source><translation>{patient}：{what}。</translation></message>
<message><source>{percent:.0f} %</source><translation>{percent:.0f} %</translation></message>
<message><source>{places} and elsewhere</source><translation>{places} 及其他处</translation></message>
<message><source>{pseudonym} is not in this project.</source><translation>{pseudonym} 不在本项目中。</translation></message>
<message><source>{reason} may mean before or after contrast</source><translation>{reason} 可能指增强前或增强后</translation></message>
<message><source>{reason}.</source><translation>{reason}。</translation></message>
<message><source>{region} on {count} slices. {one} fits a box; {every} fits all.</source><translation>{count} 层上有 {region}。{one} 适配一个框；{every} 全部适配。</translation></message>
<message><source>{sequence!r} is no sequence; choose one of {sequences}.</source><translation>{sequence!r} 不是序列；请从 {sequences} 中选择。</translation></message>
<message><source>{sequences} not axial</source><translation>{sequences} 非轴位</translation></message>
<message><source>{sequences} not coronal</source><translation>{sequences} 非冠状位</translation></message>
<message><source>{sequences} not on one grid</source><translation>{sequences} 不在同一网格上</translation></message>
<message><source>{sequences} not sagittal</source><translation>{sequences} 非矢状位</translation></message>
<message><source>{sequences} of {patient} does not have as many slices as when this run began. Start a new run.</source><translation>{patient} 的 {sequences} 层数与此次训练开始时不同。请开始新的训练。</translation></message>
<message><source>{sequences} of {patient} is no longer in this project. Start a new run.</source><translation>{patient} 的 {sequences} 已不在本项目中。请开始新的训练。</translation></message>
<message><source>{sequence}, which carries the boxes, is still being read.</source><translation>存放框的 {sequence} 仍在读取。</translation></message>
<message><source>{series} has grown from {before} to {after} slices</source><translation>{series} 由 {before} 层增至 {after} 层</translation></message>
<message><source>{series} has grown from {before} to {after} slices: boxes on {old} are on {new} now</source><translation>{series} 由 {before} 层增至 {after} 层：第 {old} 层的框现位于第 {new} 层</translation></message>
<message><source>{series} has {plane} slices: boxes and outlines are drawn in the {plane} view.</source><translation>{series} 为 {plane} 层面：框和轮廓在 {plane} 视图中绘制。</translation></message>
<message><source>{series} is another image than the one that was drawn on: check what is drawn</source><translation>{series} 与勾画时不是同一图像：请核对勾画内容</translation></message>
<message><source>{series} is not linked: {reason}</source><translation>{series} 未联动：{reason}</translation></message>
<message><source>{series} is still being read.</source><translation>{series} 仍在读取。</translation></message>
<message><source>{series} of {patient} has other slices in {folder} now. It stays as it is while the patient is open.</source><translation>{patient} 的 {series} 在 {folder} 中的层面已变。该患者打开期间保持不变。</translation></message>
<message><source>{series} of {patient} has other slices in {name} than where it was opened before: the earlier one stays. Open the folder in a new project to read them.</source><translation>{patient} 的 {series} 在 {name} 中的层面与此前打开处的不同，故保留此前的。要读取这些层面，请在新项目中打开该文件夹。</translation></message>
<message><source>{series} of {patient} has {count} slices in {name} and {before} where it was opened before: not every slice on which something was drawn is surely among them, so the earlier one stays. Open the folder in a new project to read all.</source><translation>{patient} 的 {series} 在 {name} 中有 {count} 层，此前打开处有 {before} 层：无法确定所有画过内容的层面都在其中，故保留此前的。要读取全部，请在新项目中打开该文件夹。</translation></message>
<message><source>{series} of {patient} has {count} slices in {name} and {before} where it was opened before: the earlier one stays.</source><translation>{patient} 的 {series} 在 {name} 中有 {count} 层，此前打开处有 {before} 层：保留此前的。</translation></message>
<message><source>{series} of {patient} is another image in {name} than the one that was drawn on: the earlier one stays, and is shown when its file is put back. Open the folder in a new project to read this one.</source><translation>{patient} 的 {series} 在 {name} 中与勾画时不是同一图像：保留原来的，放回其文件后即可显示。如需读取此图像，请在新项目中打开该文件夹。</translation></message>
<message><source>{series}, slice {k} of {n}</source><translation>{series}，第 {k} 层，共 {n} 层</translation></message>
<message><source>{series}, slice {k} of {n}, active</source><translation>{series}，第 {k} 层，共 {n} 层，当前</translation></message>
<message><source>{series}: its files are no longer there. What is shown was read before; were they moved? File &gt; Find moved folder.</source><translation>{series}：其文件已不在原处。所示为此前读入的图像；是否被移动？文件 &gt; 查找已移动的文件夹。</translation></message>
<message><source>{series}: its files have changed on the disc since they were read. What is shown is as it was; choose it again in the list to read it anew.</source><translation>{series}：读取后其文件在磁盘上有改动。所示仍为原图像；在列表中重新选择可再次读取。</translation></message>
<message><source>{series}: {warning}</source><translation>{series}：{warning}</translation></message>
<message><source>{shape} voxels of {spacing} mm from ({first})</source><translation>{shape} 体素，每体素 {spacing} mm，起点（{first}）</translation></message>
<message><source>{side}, from box</source><translation>{side}，由框得出</translation></message>
<message><source>{size} in use</source><translation>已用 {size}</translation></message>
<message><source>{size} in use, of {total:.0f} GiB in the machine</source><translation>已用 {size}，本机共 {total:.0f} GiB</translation></message>
<message><source>{slices} slices of {rows} × {columns}, {orientation}</source><translation>{slices} 层，{rows} × {columns}，{orientation}</translation></message>
<message><source>{slice}. Drag to begin or end the boxes on another slice</source><translation>{slice}。拖动可改变框的起止层面</translation></message>
<message><source>{some} of {all}</source><translation>{all} 中 {some}</translation></message>
<message><source>{source} has axial slices already: there is nothing to reformat.</source><translation>{source} 已是轴位层面：无需重组。</translation></message>
<message><source>{state}, {day}</source><translation>{state}，{day}</translation></message>
<message><source>{studies} cannot be found</source><translation>找不到 {studies}</translation></message>
<message><source>{text} is no date; write it as 2026-03-31.</source><translation>{text} 不是日期；请写作 2026-03-31。</translation></message>
<message><source>{text} is no percentage between 0 and 100.</source><translation>{text} 不是 0 到 100 之间的百分数。</translation></message>
<message><source>{text} is no percentage.</source><translation>{text} 不是百分数。</translation></message>
<message><source>{text} on slice {k}</source><translation>第 {k} 层：{text}</translation></message>
<message><source>{those} and {last}</source><translation>{those} 和 {last}</translation></message>
<message><source>{threads} core</source><translation>{threads} 核</translation></message>
<message><source>{threads} cores</source><translation>{threads} 核</translation></message>
<message><source>{three}, three channels</source><translation>{three}，三通道</translation></message>
<message><source>{time} left · about {clock}</source><translation>剩余 {time} · 约 {clock}</translation></message>
<message><source>{title} by epoch</source><translation>{title}，按轮次</translation></message>
<message><source>{title} is not finished in this run: {status}.</source><translation>{title} 在此次训练中未完成：{status}。</translation></message>
<message><source>{used:.1f} of {total:.0f} GiB</source><translation>{used:.1f} / {total:.0f} GiB</translation></message>
<message><source>{value:.0f} % high grade</source><translation>高级别 {value:.0f} %</translation></message>
<message><source>{weights} does not have the checksum that its card states. Fetch it again.</source><translation>{weights} 的校验和与模型卡所述不符。请重新获取。</translation></message>
<message><source>{what} is no longer there; put it back and go on, everything before is safe in it</source><translation>{what} 已不在原处；请放回后继续，此前的内容均已保存在其中</translation></message>
<message><source>{what} is not an annotation store.</source><translation>{what} 不是标注库。</translation></message>
<message><source>{what}: no ratio</source><translation>{what}：无比值</translation></message>
<message><source>{what}: {choice}</source><translation>{what}：{choice}</translation></message>
<message><source>{what}: {count} ({names}).</source><translation>{what}：{count}（{names}）。</translation></message>
<message><source>{what}: {reason}.</source><translation>{what}：{reason}。</translation></message>
<message><source>{where} holds no ImageNet weights of {label}. {fetch}</source><translation>{where} 中没有 {label} 的 ImageNet 权重。{fetch}</translation></message>
<message><source>{why}: {names}</source><translation>{why}：{names}</translation></message>
<message><source>{why}: {names} and {count} more</source><translation>{why}：{names} 及另外 {count} 例</translation></message>
<message><source>{width:.0f} {across} × {height:.0f} {down} {unit}</source><translation>{width:.0f} {across} × {height:.0f} {down} {unit}</translation></message>
<message><source>{words} (MR: no unit); middle at {at}</source><translation>{words}（MR 无单位）；中心位于 {at}</translation></message>
<message><source>{words} are linked by hand, for looking: boxes stay on the series they are drawn on.</source><translation>{words} 已手动联动，仅供观察：框仍存于所画的序列。</translation></message>
<message><source>{words} are no longer linked by hand.</source><translation>{words} 已取消手动联动。</translation></message>
<message><source>{words} found beside the images. ROI &gt; Open outline file… shows the 80 % gauge against it.</source><translation>在图像旁找到 {words}。用“ROI &gt; 打开轮廓文件…”可据此显示 80 % 标尺。</translation></message>
<message><source>{words}. {more}</source><translation>{words}。{more}</translation></message>
<message><source>{words}; middle at {at}</source><translation>{words}；中心位于 {at}</translation></message>
<message><source>{written} is no WHO grade, so this specimen does not count: write I-IV, 1-4, NOS or NEC.</source><translation>{written} 不是 WHO 级别，此标本不计入：请写 I-IV、1-4、NOS 或 NEC。</translation></message>
<message><source>✓ done</source><translation>✓ 完成</translation></message>
<message><source>简体中文</source><translation>简体中文</translation></message>
</context>
</TS>
